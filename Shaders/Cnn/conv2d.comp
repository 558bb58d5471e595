#version 460
// out[n][oy][ox][o] = epilogue(sum over ky, kx, i of x[n][oy*sy - top + ky*dy][ox*sx - left + kx*dx][i] * weight[o][ky][kx][i]).
// One output per thread; threads run along channels, then along a row. Traffic: whatever the caches cannot hold of windows and weights.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "epilogue.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push {
    int height, width, inChannels, outHeight, outWidth, kernelHeight, kernelWidth;
    int strideY, strideX, top, left, dilationY, dilationX, inPerGroup, outPerGroup;
    int firstChannel, channelsHere; // this launch's output channels; weight starts at the first of them
    int firstInput, inputsHere, accumulate, finish; // its input channels, and whether it starts from and finishes the result
    EPILOGUE_PUSH
};
INPUT(0, x); INPUT(1, weight); INOUT(2, result);
EPILOGUE(3, 4, 5)

void main() {
    int i = int(gl_GlobalInvocationID.x), ox = i / channelsHere, local = i % channelsHere, o = firstChannel + local;
    int oy = int(gl_GlobalInvocationID.y), n = int(gl_GlobalInvocationID.z);
    if (ox >= outWidth) return;
    int group = o / outPerGroup;
    int to = ((n * outHeight + oy) * outWidth + ox) * channels + o;
    float sum = 0;
    if (accumulate != 0) sum = float(result[to]);
    for (int ky = 0; ky < kernelHeight; ky++) {
        int y = oy * strideY - top + ky * dilationY;
        if (y < 0 || y >= height) continue;
        for (int kx = 0; kx < kernelWidth; kx++) {
            int column = ox * strideX - left + kx * dilationX;
            if (column < 0 || column >= width) continue;
            int at = ((n * height + y) * width + column) * inChannels + group * inPerGroup;
            int w = ((local * kernelHeight + ky) * kernelWidth + kx) * inPerGroup;
            for (int c = firstInput; c < firstInput + inputsHere; c++) sum += float(x[at + c]) * float(weight[w + c]);
        }
    }
    result[to] = STORED(finish != 0 ? epilogue(sum, o, to) : sum);
}
