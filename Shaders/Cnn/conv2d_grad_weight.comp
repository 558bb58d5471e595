#version 460
// dw[o][ky][kx][i] = sum over n, oy, ox of dy[n][oy][ox][o] * x[n][oy*sy - top + ky*dy][ox*sx - left + kx*dx][i]: the gradient of a convolution's
// weight. One element per thread, along i, then taps; sums over pixels in ascending order.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push {
    int height, width, inChannels, outHeight, outWidth, outChannels, kernelHeight, kernelWidth;
    int strideY, strideX, top, left, dilationY, dilationX, inPerGroup, outPerGroup;
    int firstOut, firstImage, imagesHere, firstRow, rowsHere; // this launch's first output channel, where dw starts; its images and rows of y
    int accumulate; // whether earlier pixels are in dw already
};
INPUT(0, x); INPUT(1, grad); INOUT_F32(2, result);

void main() {
    int t = int(gl_GlobalInvocationID.x), tap = t / inPerGroup, i = t % inPerGroup, ky = tap / kernelWidth, kx = tap % kernelWidth;
    int row = int(gl_GlobalInvocationID.y), o = firstOut + row;
    if (ky >= kernelHeight) return;
    int channel = o / outPerGroup * inPerGroup + i, to = row * kernelHeight * kernelWidth * inPerGroup + t;
    float sum = 0;
    if (accumulate != 0) sum = result[to];
    for (int n = firstImage; n < firstImage + imagesHere; n++) {
        for (int oy = firstRow; oy < firstRow + rowsHere; oy++) {
            int y = oy * strideY - top + ky * dilationY;
            if (y < 0 || y >= height) continue;
            for (int ox = 0; ox < outWidth; ox++) {
                int column = ox * strideX - left + kx * dilationX;
                if (column < 0 || column >= width) continue;
                float dy = float(grad[((n * outHeight + oy) * outWidth + ox) * outChannels + o]);
                sum += dy * float(x[((n * height + y) * width + column) * inChannels + channel]);
            }
        }
    }
    result[to] = sum;
}
