#version 460
// dx[p] = sign(x) * sum over the windows o that hold p of dy[o] * (|x| / y[o])^(norm-1); 0 where y is 0. Traffic: reads x, y and dy about once, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "lp_pool.glsl"
#include "nan.glsl"
BLOCKS_IN(0, x) BLOCKS_IN(1, y) BLOCKS_IN(2, dy) BLOCKS_OUT(3, dx)

vec4 slope(vec4 x, vec4 y) {
    vec4 ratio = mix(x / y, vec4(0), equal(y, vec4(0)));
    return NORM == 1 ? signOf(x) : NORM == 2 ? ratio : signOf(x) * power(ratio, norm - 1.0);
}

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 p = place(i, inH, inW);
    ivec2 rows = rowWindows(p.y), columns = columnWindows(p.z);
    Eight mine = load_x(i), sum = splat(0);
    for (int oh = rows.x; oh <= rows.y; oh++) {
        for (int ow = columns.x; ow <= columns.y; ow++) {
            ivec2 reach = ivec2(p.y - rowSpan(oh).x, p.z - columnSpan(ow).x);
            if (reach.x % dilationH != 0 || reach.y % dilationW != 0) continue;
            uint o = at(ivec4(p.x, oh, ow, p.w), outH, outW);
            Eight norms = load_y(o), g = load_dy(o);
            sum = add(sum, mul(g, Eight(slope(mine.lo, norms.lo), slope(mine.hi, norms.hi))));
        }
    }
    store_dx(i, sum);
}
