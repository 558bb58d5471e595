#version 460
// winner = which tap of the window (row by row) holds its first maximum, or its last NaN. Traffic: reads x about once (overlaps hit the cache), writes one number a window.
#extension GL_GOOGLE_include_directive : require
#include "pool.glsl"
#include "nan.glsl"
layout(constant_id = 1) const int KERNEL_H = 2; // 0: a loop over the taps of any window
layout(constant_id = 2) const int KERNEL_W = 2;
layout(constant_id = 3) const bool POSITIVE = false; // no tap wins with a maximum of zero or less
BLOCKS_IN(0, x) BLOCKS_OUT_F32(1, winner)

Eight best = splat(0), which = splat(-1);

void compare(Eight v, int tap, bool inside) {
    bvec4 lo = bvec4(uvec4(inside) & (uvec4(exceeds(v.lo, best.lo)) | uvec4(lessThan(which.lo, vec4(0)))));
    bvec4 hi = bvec4(uvec4(inside) & (uvec4(exceeds(v.hi, best.hi)) | uvec4(lessThan(which.hi, vec4(0)))));
    best = Eight(mix(best.lo, v.lo, lo), mix(best.hi, v.hi, hi));
    which = Eight(mix(which.lo, vec4(tap), lo), mix(which.hi, vec4(tap), hi));
}

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 o = place(i, outH, outW);
    if (KERNEL_H == 0) {
        ivec2 rows = rowSpan(o.y), columns = columnSpan(o.z), kh = inside(rows, dilationH, inH), kw = inside(columns, dilationW, inW);
        for (int h = kh.x; h < kh.y; h++) {
            int line = int(at(ivec4(o.x, rows.x + h * dilationH, columns.x, o.w), inH, inW));
            for (int w = kw.x; w < kw.y; w++) compare(load_x(line + w * dilationW * blocks), h * columns.y + w, true);
        }
    } else {
        int top = o.y * strideH - padH, left = o.z * strideW - padW, first = int(at(ivec4(o.x, top, left, o.w), inH, inW));
        [[unroll]] for (int k = 0; k < KERNEL_H * KERNEL_W; k++) {
            int h = k / KERNEL_W * dilationH, w = k % KERNEL_W * dilationW;
            bool inside = uint(top + h) < uint(inH) && uint(left + w) < uint(inW);
            compare(load_x(inside ? first + (h * inW + w) * blocks : 0), k, inside);
        }
    }
    if (POSITIVE) which = Eight(mix(which.lo, vec4(-1), lessThanEqual(best.lo, vec4(0))), mix(which.hi, vec4(-1), lessThanEqual(best.hi, vec4(0))));
    store_winner(i, which);
}
