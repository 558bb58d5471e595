// What the pooling kernels share: the window's numbers, where an element lies, which taps a window has and which windows reach an element. Sizes
// are (h, w). A shader with further push constants defines POOL_MORE before it includes this.
#include "blocks.glsl"
#ifndef POOL_MORE
#define POOL_MORE
#endif
layout(local_size_x = 64) in;
layout(constant_id = 4) const bool ADAPTIVE = false; // bins that cut the input into as many parts as outputs, overlapping by at most one
layout(push_constant) uniform Push {
    int count, blocks, inH, inW, outH, outW, kernelH, kernelW, strideH, strideW, padH, padW, dilationH, dilationW;
    POOL_MORE
};

// (n, row, column, block) of the i-th block of a [N,H,W,blocks] tensor.
ivec4 place(uint i, int height, int width) {
    uint block, pixel = divide(i, uint(blocks), block), column, line = divide(pixel, uint(width), column), row, n = divide(line, uint(height), row);
    return ivec4(n, row, column, block);
}
uint at(ivec4 p, int height, int width) { return uint(((p.x * height + p.y) * width + p.z) * blocks + p.w); }

// Where output o's window starts (perhaps outside the input), and how many taps it has.
ivec2 span(int o, int kernel, int stride, int pad, int size, int outs) {
    if (!ADAPTIVE) return ivec2(o * stride - pad, kernel);
    uint rest;
    int first = int(divide(uint(o * size), uint(outs), rest)), end = int(divide(uint((o + 1) * size + outs - 1), uint(outs), rest));
    return ivec2(first, end - first);
}
ivec2 rowSpan(int o) { return span(o, kernelH, strideH, padH, inH, outH); }
ivec2 columnSpan(int o) { return span(o, kernelW, strideW, padW, inW, outW); }

// The taps of a span, first and end, that lie below `size` and not below zero.
ivec2 inside(ivec2 span, int dilation, int size) {
    int first = quotient(max(-span.x, 0) + dilation - 1, dilation), end = quotient(max(size - span.x, 0) + dilation - 1, dilation);
    return ivec2(first, min(span.y, end));
}

// The first and last output row (or column) whose window reaches input position p; those between may miss it when dilated.
ivec2 windows(int p, int pad, int kernel, int stride, int dilation, int size, int outs) {
    if (ADAPTIVE) {
        uint rest;
        return ivec2(divide(uint(p * outs), uint(size), rest), int(divide(uint((p + 1) * outs + size - 1), uint(size), rest)) - 1);
    }
    int first = p + pad - (kernel - 1) * dilation;
    return ivec2(first <= 0 ? 0 : (first + stride - 1) / stride, min((p + pad) / stride, outs - 1));
}
ivec2 rowWindows(int p) { return windows(p, padH, kernelH, strideH, dilationH, inH, outH); }
ivec2 columnWindows(int p) { return windows(p, padW, kernelW, strideW, dilationW, inW, outW); }
