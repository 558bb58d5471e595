// The divisor of an average-pooling window, as PyTorch: the part of the kernel inside the padded input, or inside the input alone.
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push {
    int count, blocks, inH, inW, outH, outW, kernelH, kernelW, strideH, strideW, padH, padW, dilationH, dilationW, countIncludePad;
};

// (first, end) of output o's window inside an input of `size`, and the divisor's extent along this axis.
ivec3 extent(int o, int stride, int pad, int kernel, int size) {
    int first = o * stride - pad, end = min(first + kernel, size + pad);
    int padded = end - first;
    first = max(first, 0);
    end = min(end, size);
    return ivec3(first, end, countIncludePad != 0 ? padded : end - first);
}
