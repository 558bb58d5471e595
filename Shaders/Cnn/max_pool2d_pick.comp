#version 460
// out = v where x has the first maximum (or last NaN) of the window; 0 for a window without elements. Traffic: reads x about once (overlaps hit the
// cache), an element of v a window, writes the result.
#extension GL_GOOGLE_include_directive : require
#include "pool.glsl"
#include "nan.glsl"
layout(constant_id = 3) const bool POSITIVE = false; // maxima of zero or less give 0
INPUT(0, x); INPUT(1, v); OUTPUT(2, result);

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 o = place(i, outH, outW);
    ivec2 rows = rowSpan(o.y), columns = columnSpan(o.z), kh = inside(rows, dilationH, inH), kw = inside(columns, dilationW, inW);
    float best = 0, found = 0;
    bool any = false;
    for (int h = kh.x; h < kh.y; h++) {
        for (int w = kw.x; w < kw.y; w++) {
            uint from = at(ivec4(o.x, rows.x + h * dilationH, columns.x + w * dilationW, o.w), inH, inW);
            float mine = float(x[from]);
            if (!any || exceeds(mine, best)) {
                best = mine;
                found = float(v[from]);
                any = true;
            }
        }
    }
    result[i] = STORED(POSITIVE && best <= 0 ? 0.0 : found);
}
