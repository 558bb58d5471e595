// What the pooling kernels share: the window's numbers, and where an element lies. Sizes are (h, w).
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int count, blocks, inH, inW, outH, outW, kernelH, kernelW, strideH, strideW, padH, padW, dilationH, dilationW; };

// (n, row, column, block) of the i-th block of a [N,H,W,blocks] tensor.
ivec4 place(uint i, int height, int width) {
    uint block, pixel = divide(i, uint(blocks), block), column, line = divide(pixel, uint(width), column), row, n = divide(line, uint(height), row);
    return ivec4(n, row, column, block);
}
uint at(ivec4 p, int height, int width) { return uint(((p.x * height + p.y) * width + p.z) * blocks + p.w); }

// The first and last output row (or column) whose window reaches input position p; those between may miss it when dilated.
ivec2 windows(int p, int pad, int kernel, int stride, int dilation, int size) {
    int first = p + pad - (kernel - 1) * dilation;
    return ivec2(first <= 0 ? 0 : (first + stride - 1) / stride, min((p + pad) / stride, size - 1));
}
