#version 460
// dx[p] = sum of dy[o] over the windows o whose winning tap is at p, in ascending order: a thread makes the stride by stride elements that the same
// windows reach, so that winners and dy are read once for all of them. Without dilation. Traffic: reads winners and dy (kernel / stride)^2 times, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int KERNEL_H = 3;
layout(constant_id = 2) const int KERNEL_W = 3;
layout(constant_id = 3) const int STRIDE_H = 2;
layout(constant_id = 4) const int STRIDE_W = 2;
layout(push_constant) uniform Push { int count, blocks, inH, inW, outH, outW, padH, padW, rows, columns; };
BLOCKS_IN_F32(0, winner) BLOCKS_IN(1, dy) BLOCKS_OUT(2, dx)
const int HIGH = (KERNEL_H + STRIDE_H - 1) / STRIDE_H, ACROSS = (KERNEL_W + STRIDE_W - 1) / STRIDE_W;

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint block, column, row, image = divide(divide(divide(i, uint(blocks), block), uint(columns), column), uint(rows), row);
    Eight sums[STRIDE_H * STRIDE_W];
    [[unroll]] for (int k = 0; k < STRIDE_H * STRIDE_W; k++) sums[k] = splat(0);
    [[unroll]] for (int t = 0; t < HIGH * ACROSS; t++) {
        int up = HIGH - 1 - t / ACROSS, left = ACROSS - 1 - t % ACROSS, oh = int(row) - up, ow = int(column) - left;
        bool there = oh >= 0 && oh < outH && ow >= 0 && ow < outW;
        uint o = there ? ((image * outH + oh) * outW + ow) * blocks + block : 0;
        Eight which = load_winner(o), g = load_dy(o);
        which = Eight(there ? which.lo : vec4(-2), there ? which.hi : vec4(-2));
        [[unroll]] for (int k = 0; k < STRIDE_H * STRIDE_W; k++) {
            int kh = k / STRIDE_W + STRIDE_H * up, kw = k % STRIDE_W + STRIDE_W * left;
            vec4 tap = vec4(kh < KERNEL_H && kw < KERNEL_W ? kh * KERNEL_W + kw : -3);
            sums[k].lo += mix(vec4(0), g.lo, equal(which.lo, tap));
            sums[k].hi += mix(vec4(0), g.hi, equal(which.hi, tap));
        }
    }
    int top = int(row) * STRIDE_H - padH, first = int(column) * STRIDE_W - padW;
    [[unroll]] for (int k = 0; k < STRIDE_H * STRIDE_W; k++) {
        int h = top + k / STRIDE_W, w = first + k % STRIDE_W;
        if (h >= 0 && h < inH && w >= 0 && w < inW) store_dx(((image * inH + h) * inW + w) * blocks + block, sums[k]);
    }
}
