#version 460
// dx[p] = sum of dy[o] over the windows o whose winning tap is at p, in ascending order. Traffic: reads winners and dy about kernel/stride times (mostly
// from the cache), writes dx.
#extension GL_GOOGLE_include_directive : require
#include "pool.glsl"
BLOCKS_IN_F32(0, winner) BLOCKS_IN(1, dy) BLOCKS_OUT(2, dx)

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 p = place(i, inH, inW);
    Eight sum = splat(0);
    ivec2 rows = rowWindows(p.y), columns = columnWindows(p.z);
    for (int oh = rows.x; oh <= rows.y; oh++) {
        for (int ow = columns.x; ow <= columns.y; ow++) {
            ivec2 across = columnSpan(ow), reach = ivec2(p.y - rowSpan(oh).x, p.z - across.x), tap = reach / ivec2(dilationH, dilationW);
            bool taken = reach == tap * ivec2(dilationH, dilationW);
            uint o = at(ivec4(p.x, oh, ow, p.w), outH, outW);
            vec4 mine = vec4(taken ? tap.x * across.y + tap.y : -2);
            Eight which = load_winner(o), g = load_dy(o);
            sum.lo += mix(vec4(0), g.lo, equal(which.lo, mine));
            sum.hi += mix(vec4(0), g.hi, equal(which.hi, mine));
        }
    }
    store_dx(i, sum);
}
