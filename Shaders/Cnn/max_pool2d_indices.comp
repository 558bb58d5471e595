#version 460
// index = where the first maximum (or last NaN) of the window lies: within its plane, or within the whole tensor (WHOLE), row by row or column by column
// (COLUMNS); -1 for a window without elements. Traffic: reads x about once (overlaps hit the cache), writes the result.
#extension GL_GOOGLE_include_directive : require
#include "pool.glsl"
#include "nan.glsl"
layout(constant_id = 1) const bool WHOLE = false;
layout(constant_id = 2) const bool COLUMNS = false;
INPUT(0, x); OUTPUT_I32(1, result);

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 o = place(i, outH, outW);
    ivec2 rows = rowSpan(o.y), columns = columnSpan(o.z), kh = inside(rows, dilationH, inH), kw = inside(columns, dilationW, inW), where = ivec2(-1);
    float best = 0;
    for (int h = kh.x; h < kh.y; h++) {
        for (int w = kw.x; w < kw.y; w++) {
            ivec2 p = ivec2(rows.x + h * dilationH, columns.x + w * dilationW);
            float v = float(x[at(ivec4(o.x, p, o.w), inH, inW)]);
            if (where.x < 0 || exceeds(v, best)) {
                best = v;
                where = p;
            }
        }
    }
    int index = COLUMNS ? where.y * inH + where.x : where.x * inW + where.y;
    result[i] = where.x < 0 ? -1 : index + (WHOLE ? (o.x * blocks + o.w) * inH * inW : 0);
}
