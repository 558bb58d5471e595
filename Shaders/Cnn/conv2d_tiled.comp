#version 460
// conv2d.comp's sum as an implicit product for GPUs: rows are output pixels, columns output channels of group z, the sum runs over taps and channels.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "epilogue.glsl"
#include "tile.glsl"
layout(push_constant) uniform Push {
    int height, width, inChannels, outHeight, outWidth, kernelHeight, kernelWidth;
    int strideY, strideX, top, left, dilationY, dilationX, inPerGroup, outPerGroup;
    int pixels, firstChannel, channelsHere; // this launch's part of a group's output channels; weight starts at the first of them
    EPILOGUE_PUSH
};
INPUT(0, x); INPUT(1, weight); OUTPUT(2, result);
EPILOGUE(3, 4, 5)

void main() {
    int group = int(gl_WorkGroupID.z), lane = thread() % 16, depth = kernelHeight * kernelWidth * inPerGroup;
    int line[TILE / 16], originY[TILE / 16], originX[TILE / 16];
    [[unroll]] for (int i = 0; i < PER; i++) {
        int p = tileRow(i), n = p / (outHeight * outWidth), rest = p % (outHeight * outWidth);
        line[i] = n * height;
        originY[i] = p < pixels ? rest / outWidth * strideY - top : -0x10000000; // far outside: zeros
        originX[i] = rest % outWidth * strideX - left;
    }
    clearSums();
    for (int k0 = 0; k0 < depth; k0 += 16) {
        int k = k0 + lane, tap = k / inPerGroup, c = k % inPerGroup, offsetY = tap / kernelWidth * dilationY, offsetX = tap % kernelWidth * dilationX;
        [[unroll]] for (int i = 0; i < PER; i++) {
            int y = originY[i] + offsetY, column = originX[i] + offsetX, f = int(gl_WorkGroupID.y) * TILE + thread() / 16 + i * 16;
            bool inside = k < depth && y >= 0 && y < height && column >= 0 && column < width;
            tileA[lane][thread() / 16 + i * 16] = inside ? float(x[((line[i] + y) * width + column) * inChannels + group * inPerGroup + c]) : 0;
            tileB[lane][thread() / 16 + i * 16] = k < depth && f < channelsHere ? float(weight[(group * outPerGroup + f) * depth + k]) : 0;
        }
        barrier();
        multiply();
        barrier();
    }
    [[unroll]] for (int j = 0; j < PER; j++) {
        int f = tileColumn(j), channel = group * outPerGroup + firstChannel + f;
        if (f < channelsHere) {
            vec2 line = epilogueLine(channel);
            [[unroll]] for (int i = 0; i < PER; i++) {
                int p = tileRow(i), to = p * channels + channel;
                if (p < pixels) result[to] = STORED(epilogueOn(sum[i][j], line, to));
            }
        }
    }
}
