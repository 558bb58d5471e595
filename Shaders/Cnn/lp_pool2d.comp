#version 460
// out = (sum over the window's elements inside the input of |x|^p)^(1/p). Traffic: reads x about once (overlaps hit the cache), writes the result.
#extension GL_GOOGLE_include_directive : require
#include "lp_pool.glsl"
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

vec4 term(vec4 x) { return NORM == 1 ? abs(x) : NORM == 2 ? x * x : power(x, norm); }
vec4 root(vec4 x) { return NORM == 1 ? x : NORM == 2 ? sqrt(x) : power(x, 1.0 / norm); }

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 o = place(i, outH, outW);
    ivec2 rows = rowSpan(o.y), columns = columnSpan(o.z), kh = inside(rows, dilationH, inH), kw = inside(columns, dilationW, inW);
    Eight sum = splat(0);
    for (int h = kh.x; h < kh.y; h++) {
        int line = int(at(ivec4(o.x, rows.x + h * dilationH, columns.x, o.w), inH, inW));
        for (int w = kw.x; w < kw.y; w++) {
            Eight v = load_x(line + w * dilationW * blocks);
            sum = add(sum, Eight(term(v.lo), term(v.hi)));
        }
    }
    store_result(i, Eight(root(sum.lo), root(sum.hi)));
}
