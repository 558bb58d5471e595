#version 460
// dx[p] = sum of dy[o] over the windows o whose first maximum, or last NaN, is p. Gathers: no atomics, a fixed order.
// Traffic: reads x and dy about once through the cache, writes dx; arithmetic grows with (kernel area)^2 / stride area.
#extension GL_GOOGLE_include_directive : require
#include "pool.glsl"
#include "nan.glsl"
layout(constant_id = 3) const bool POSITIVE = false; // only maxima above zero pass
BLOCKS_IN(0, x) BLOCKS_IN(1, dy) BLOCKS_OUT(2, dx)

// Whether v leaves the maximum to `mine`: of equals the first wins, of NaN, which is beyond all, the last.
bvec4 yields(vec4 v, vec4 mine, bool earlier) {
    bvec4 less = earlier ? lessThan(v, mine) : lessThanEqual(v, mine);
    return mix(less, isMissing(mine), bvec4(uvec4(isMissing(mine)) & uvec4(bvec4(uvec4(not(isMissing(v))) | uvec4(earlier)))));
}

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 p = place(i, inH, inW);
    Eight mine = load_x(i), sum = splat(0);
    ivec2 rows = rowWindows(p.y), columns = columnWindows(p.z);
    for (int oh = rows.x; oh <= rows.y; oh++) {
        for (int ow = columns.x; ow <= columns.y; ow++) {
            ivec2 high = rowSpan(oh), across = columnSpan(ow);
            int top = high.x, left = across.x;
            if ((p.y - top) % dilationH != 0 || (p.z - left) % dilationW != 0) continue;
            bvec4 wonLo = bvec4(!POSITIVE), wonHi = bvec4(!POSITIVE);
            if (POSITIVE) {
                wonLo = not(lessThanEqual(mine.lo, vec4(0)));
                wonHi = not(lessThanEqual(mine.hi, vec4(0)));
            }
            for (int kh = 0; kh < high.y; kh++) {
                for (int kw = 0; kw < across.y; kw++) {
                    int h = top + kh * dilationH, w = left + kw * dilationW;
                    if (h < 0 || h >= inH || w < 0 || w >= inW || (h == p.y && w == p.z)) continue;
                    Eight v = load_x(at(ivec4(p.x, h, w, p.w), inH, inW));
                    bool earlier = h < p.y || (h == p.y && w < p.z);
                    wonLo = bvec4(uvec4(wonLo) & uvec4(yields(v.lo, mine.lo, earlier)));
                    wonHi = bvec4(uvec4(wonHi) & uvec4(yields(v.hi, mine.hi, earlier)));
                }
            }
            Eight g = load_dy(at(ivec4(p.x, oh, ow, p.w), outH, outW));
            sum.lo += mix(vec4(0), g.lo, wonLo);
            sum.hi += mix(vec4(0), g.hi, wonHi);
        }
    }
    store_dx(i, sum);
}
