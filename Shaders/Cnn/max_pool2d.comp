#version 460
// out = max over the window's elements inside the input. Traffic: reads x about once (overlaps hit the cache), writes the result.
#extension GL_GOOGLE_include_directive : require
#include "pool.glsl"
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 o = place(i, outH, outW);
    int top = o.y * strideH - padH, left = o.z * strideW - padW;
    Eight best = splat(uintBitsToFloat(0xff800000u));
    for (int kh = 0; kh < kernelH; kh++) {
        for (int kw = 0; kw < kernelW; kw++) {
            int h = top + kh * dilationH, w = left + kw * dilationW;
            bool inside = h >= 0 && h < inH && w >= 0 && w < inW;
            // No branch around the load: outside it reads any element and drops it.
            Eight v = load_x(inside ? at(ivec4(o.x, h, w, o.w), inH, inW) : 0);
            best.lo = mix(best.lo, max(best.lo, v.lo), bvec4(inside));
            best.hi = mix(best.hi, max(best.hi, v.hi), bvec4(inside));
        }
    }
    store_result(i, best);
}
