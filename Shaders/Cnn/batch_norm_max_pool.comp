#version 460
// out = clamp(max over the window of x * scale[c] + shift[c], low, high) for windows that tile x. A thread takes its channels' windows in four places a quarter apart, so that scale and
// shift are read once. Traffic: one read, one write of the pooled size.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int KERNEL_H = 2;
layout(constant_id = 2) const int KERNEL_W = 2;
layout(push_constant) uniform Push { uint rows, blocks, quarter; int inH, inW, outH, outW; float low, high; };
BLOCKS_IN(0, x) BLOCKS_IN_F32(1, affine) BLOCKS_OUT(2, result)

void main() {
    uint c, row = divide(ELEMENT, blocks, c);
    if (row >= quarter) return;
    Eight scale = load_affine(c), shift = load_affine(blocks + c);
    [[unroll]] for (int q = 0; q < 4; q++) {
        uint at = row + q * quarter, tx, ty, image = divide(divide(min(at, rows - 1), uint(outW), tx), uint(outH), ty);
        uint first = ((image * inH + ty * KERNEL_H) * inW + tx * KERNEL_W) * blocks + c;
        Eight best = splat(uintBitsToFloat(0xff800000u));
        [[unroll]] for (int k = 0; k < KERNEL_H * KERNEL_W; k++) {
            Eight v = add(mul(load_x(first + (k / KERNEL_W * inW + k % KERNEL_W) * blocks), scale), shift);
            best = Eight(larger(best.lo, v.lo), larger(best.hi, v.hi));
        }
        if (at < rows) store_result(at * blocks + c, Eight(limited(best.lo, low, high), limited(best.hi, low, high)));
    }
}
