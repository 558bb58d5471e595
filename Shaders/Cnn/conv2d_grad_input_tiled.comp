#version 460
// conv2d_grad_input.comp's sum as an implicit product for GPUs: rows are pixels of dx, columns channels of group z, the sum runs over taps and
// channels of dy. Taps that a stride skips add zeros.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "epilogue.glsl"
#include "tile.glsl"
layout(push_constant) uniform Push {
    int height, width, outHeight, outWidth, outChannels, kernelHeight, kernelWidth;
    int strideY, strideX, top, left, dilationY, dilationX, inPerGroup, outPerGroup;
    int pixels;
    EPILOGUE_PUSH
};
INPUT(0, grad); INPUT(1, weight); OUTPUT(2, result);
EPILOGUE(3, 4, 5)

void main() {
    int group = int(gl_WorkGroupID.z), lane = thread() % 16, taps = kernelHeight * kernelWidth, depth = taps * outPerGroup;
    int line[TILE / 16], originY[TILE / 16], originX[TILE / 16];
    [[unroll]] for (int i = 0; i < PER; i++) {
        int p = tileRow(i), n = p / (height * width), rest = p % (height * width);
        line[i] = n * outHeight;
        originY[i] = p < pixels ? rest / width + top : -0x10000000;
        originX[i] = rest % width + left;
    }
    clearSums();
    for (int k0 = 0; k0 < depth; k0 += 16) {
        int k = k0 + lane, tap = k / outPerGroup, o = k % outPerGroup, offsetY = tap / kernelWidth * dilationY,
            offsetX = tap % kernelWidth * dilationX;
        [[unroll]] for (int i = 0; i < PER; i++) {
            int fromY = originY[i] - offsetY, fromX = originX[i] - offsetX, y = fromY / strideY, column = fromX / strideX;
            bool inside = k < depth && fromY >= 0 && fromX >= 0 && y * strideY == fromY && column * strideX == fromX && y < outHeight
                && column < outWidth;
            tileA[lane][thread() / 16 + i * 16] = inside ? float(grad[((line[i] + y) * outWidth + column) * outChannels + group * outPerGroup + o])
                : 0;
            // The weight lies along its input channels: there a thread's elements follow the columns, not the sum.
            int e = thread() + i * 256, kb = k0 + e / TILE, c = int(gl_WorkGroupID.y) * TILE + e % TILE;
            tileB[e / TILE][e % TILE] = kb < depth && c < inPerGroup
                ? float(weight[((group * outPerGroup + kb % outPerGroup) * taps + kb / outPerGroup) * inPerGroup + c]) : 0;
        }
        barrier();
        multiply();
        barrier();
    }
    [[unroll]] for (int j = 0; j < PER; j++) {
        int c = tileColumn(j), channel = group * inPerGroup + c;
        if (c < inPerGroup) {
            vec2 line = epilogueLine(channel);
            [[unroll]] for (int i = 0; i < PER; i++) {
                int p = tileRow(i), to = p * channels + channel;
                if (p < pixels) result[to] = STORED(epilogueOn(sum[i][j], line, to));
            }
        }
    }
}
