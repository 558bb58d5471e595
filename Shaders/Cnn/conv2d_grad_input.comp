#version 460
// dx[n][y][x][i] = epilogue(sum over o, ky, kx of dy[n][oy][ox][o] * weight[o][ky][kx][i]) where y = oy*sy - top + ky*dy, x = ox*sx - left + kx*dx:
// the gradient of a convolution's input, and the transposed convolution. One element per thread, along channels, then along a row.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "epilogue.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push {
    int height, width, outHeight, outWidth, outChannels, kernelHeight, kernelWidth;
    int strideY, strideX, top, left, dilationY, dilationX, inPerGroup, outPerGroup;
    int firstOut, outsHere, accumulate, finish; // this launch's channels of dy, and whether it starts from and finishes the result
    EPILOGUE_PUSH
};
INPUT(0, grad); INPUT(1, weight); INOUT(2, result);
EPILOGUE(3, 4, 5)

void main() {
    int t = int(gl_GlobalInvocationID.x), column = t / channels, i = t % channels;
    int y = int(gl_GlobalInvocationID.y), n = int(gl_GlobalInvocationID.z);
    if (column >= width) return;
    int group = i / inPerGroup, first = max(group * outPerGroup, firstOut), end = min(group * outPerGroup + outPerGroup, firstOut + outsHere);
    int to = ((n * height + y) * width + column) * channels + i;
    float sum = 0;
    if (accumulate != 0) sum = float(result[to]);
    for (int ky = 0; ky < kernelHeight; ky++) {
        int fromY = y + top - ky * dilationY, oy = fromY / strideY;
        if (fromY < 0 || oy * strideY != fromY || oy >= outHeight) continue;
        for (int kx = 0; kx < kernelWidth; kx++) {
            int fromX = column + left - kx * dilationX, ox = fromX / strideX;
            if (fromX < 0 || ox * strideX != fromX || ox >= outWidth) continue;
            int at = ((n * outHeight + oy) * outWidth + ox) * outChannels;
            int tap = ky * kernelWidth + kx, c = i - group * inPerGroup;
            for (int o = first; o < end; o++)
                sum += float(grad[at + o]) * float(weight[((o - firstOut) * kernelHeight * kernelWidth + tap) * inPerGroup + c]);
        }
    }
    result[to] = STORED(finish != 0 ? epilogue(sum, i, to) : sum);
}
