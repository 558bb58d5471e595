#version 460
// out = max over the window's elements inside the input, NaN where one is. Traffic: reads x about once (overlaps hit the cache), writes the result.
#extension GL_GOOGLE_include_directive : require
#include "pool.glsl"
#include "nan.glsl"
layout(constant_id = 1) const int KERNEL_H = 2; // 0: a loop over the taps of any window
layout(constant_id = 2) const int KERNEL_W = 2;
layout(constant_id = 3) const bool PARTLY_OUTSIDE = true; // windows may reach over the edge
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

Eight larger(Eight a, Eight b) { return Eight(larger(a.lo, b.lo), larger(a.hi, b.hi)); }

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 o = place(i, outH, outW);
    Eight best = splat(uintBitsToFloat(0xff800000u));
    if (KERNEL_H == 0) {
        ivec2 rows = rowSpan(o.y), columns = columnSpan(o.z), kh = inside(rows, dilationH, inH), kw = inside(columns, dilationW, inW);
        for (int h = kh.x; h < kh.y; h++) {
            int line = int(at(ivec4(o.x, rows.x + h * dilationH, columns.x, o.w), inH, inW));
            for (int w = kw.x; w < kw.y; w++) best = larger(best, load_x(line + w * dilationW * blocks));
        }
        store_result(i, best);
        return;
    }
    int top = o.y * strideH - padH, left = o.z * strideW - padW, first = int(at(ivec4(o.x, top, left, o.w), inH, inW));
    [[unroll]] for (int k = 0; k < KERNEL_H * KERNEL_W; k++) {
        int h = k / KERNEL_W * dilationH, w = k % KERNEL_W * dilationW, from = first + (h * inW + w) * blocks;
        bool inside = !PARTLY_OUTSIDE || (uint(top + h) < uint(inH) && uint(left + w) < uint(inW));
        // No branch around the load: outside it reads any element and drops it.
        Eight v = load_x(inside ? from : 0);
        best.lo = mix(best.lo, v.lo, bvec4(uvec4(exceeds(v.lo, best.lo)) & uvec4(inside)));
        best.hi = mix(best.hi, v.hi, bvec4(uvec4(exceeds(v.hi, best.hi)) & uvec4(inside)));
    }
    store_result(i, best);
}
