#version 460
// dx of windows that tile the input (stride = kernel, no padding): one thread finds its window's first maximum (or last NaN) and writes the whole window.
// Traffic: reads x and dy once, writes dx once. Tiles beyond the last window get zeros.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int KERNEL_H = 2;
layout(constant_id = 2) const int KERNEL_W = 2;
layout(constant_id = 3) const bool POSITIVE = false; // only maxima above zero pass
layout(push_constant) uniform Push { int count, blocks, inH, inW, outH, outW, rows, columns; };
BLOCKS_IN(0, x) BLOCKS_IN(1, dy) BLOCKS_OUT(2, dx)

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint b, tile = divide(i, uint(blocks), b), tx, line = divide(tile, uint(columns), tx), ty, image = divide(line, uint(rows), ty);
    int block = int(b), ow = int(tx), oh = int(ty), n = int(image);
    int h0 = oh * KERNEL_H, w0 = ow * KERNEL_W;
    bool whole = oh < outH && ow < outW;
    Eight g = load_dy(whole ? ((n * outH + oh) * outW + ow) * blocks + block : 0);
    if (!whole) g = splat(0);
    int base = ((n * inH + h0) * inW + w0) * blocks + block;

    Eight best = splat(uintBitsToFloat(0xff800000u));
    ivec4 whereLo = ivec4(0), whereHi = ivec4(0);
    [[unroll]] for (int k = 0; k < KERNEL_H * KERNEL_W; k++) {
        int kh = k / KERNEL_W, kw = k % KERNEL_W;
        Eight v = load_x(whole ? base + (kh * inW + kw) * blocks : 0);
        bvec4 moreLo = exceeds(v.lo, best.lo), moreHi = exceeds(v.hi, best.hi);
        best = Eight(mix(best.lo, v.lo, moreLo), mix(best.hi, v.hi, moreHi));
        whereLo = mix(whereLo, ivec4(k), moreLo);
        whereHi = mix(whereHi, ivec4(k), moreHi);
    }
    if (POSITIVE) g = Eight(mix(g.lo, vec4(0), lessThanEqual(best.lo, vec4(0))), mix(g.hi, vec4(0), lessThanEqual(best.hi, vec4(0))));
    [[unroll]] for (int k = 0; k < KERNEL_H * KERNEL_W; k++) {
        int kh = k / KERNEL_W, kw = k % KERNEL_W;
        if (whole || (h0 + kh < inH && w0 + kw < inW))
            store_dx(base + (kh * inW + kw) * blocks, Eight(mix(vec4(0), g.lo, equal(whereLo, ivec4(k))), mix(vec4(0), g.hi, equal(whereHi, ivec4(k)))));
    }
}
