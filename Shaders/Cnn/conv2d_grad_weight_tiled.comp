#version 460
// conv2d_grad_weight.comp's sum as an implicit product for GPUs: rows are output channels of a group, columns (tap, input channel), the sum runs over
// pixels. z = group * splits + split: long sums are cut into slabs, which sum_splits adds in fixed order.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "tile.glsl"
layout(push_constant) uniform Push {
    int height, width, inChannels, outHeight, outWidth, outChannels, kernelHeight, kernelWidth;
    int strideY, strideX, top, left, dilationY, dilationX, inPerGroup, outPerGroup;
    int pixels, splits, splitDepth, outBase, outSplit;
};
INPUT(0, x); INPUT(1, grad); OUTPUT_F32(2, result);

void main() {
    int group = int(gl_WorkGroupID.z) / splits, split = int(gl_WorkGroupID.z) % splits, columns = kernelHeight * kernelWidth * inPerGroup;
    int side = thread() % TILE, first = split * splitDepth, end = min(first + splitDepth, pixels); // side: this thread's row of a and column of b
    int n = int(gl_WorkGroupID.y) * TILE + side, m = int(gl_WorkGroupID.x) * TILE + side, tap = n / inPerGroup,
        channel = group * inPerGroup + n % inPerGroup;
    int offsetY = tap / kernelWidth * dilationY - top, offsetX = tap % kernelWidth * dilationX - left;
    clearSums();
    for (int k0 = first; k0 < end; k0 += 16) {
        [[unroll]] for (int i = 0; i < PER; i++) {
            int row = thread() / TILE + i * (256 / TILE), p = k0 + row, image = p / (outHeight * outWidth), rest = p % (outHeight * outWidth);
            int y = rest / outWidth * strideY + offsetY, column = rest % outWidth * strideX + offsetX;
            bool inside = p < end && n < columns && y >= 0 && y < height && column >= 0 && column < width;
            tileA[row][side] = p < end && m < outPerGroup ? float(grad[p * outChannels + group * outPerGroup + m]) : 0;
            tileB[row][side] = inside ? float(x[((image * height + y) * width + column) * inChannels + channel]) : 0;
        }
        barrier();
        multiply();
        barrier();
    }
    [[unroll]] for (int i = 0; i < PER; i++) [[unroll]] for (int j = 0; j < PER; j++) {
        int o = tileRow(i), c = tileColumn(j);
        if (o < outPerGroup && c < columns) result[outBase + split * outSplit + (group * outPerGroup + o) * columns + c] = sum[i][j];
    }
}
