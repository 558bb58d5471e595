#version 460
// out = sum over the window's taps inside the input / divisor. Traffic: reads x about once (overlaps hit the cache), writes the result.
#extension GL_GOOGLE_include_directive : require
#include "avg_pool.glsl"
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 o = place(i, outH, outW);
    ivec2 rows = rowSpan(o.y), columns = columnSpan(o.z), kh = inside(rows, dilationH, inH), kw = inside(columns, dilationW, inW);
    Eight sum = splat(0);
    for (int h = kh.x; h < kh.y; h++) {
        int line = int(at(ivec4(o.x, rows.x + h * dilationH, columns.x, o.w), inH, inW));
        for (int w = kw.x; w < kw.y; w++) sum = add(sum, load_x(line + w * dilationW * blocks));
    }
    store_result(i, mul(sum, share(rows, columns)));
}
