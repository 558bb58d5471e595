// What unfold and fold share: a picture [n][height][width][blocks] of channels, and columns [n][channel][tap][window].
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push {
    uint count, blocks; // threads, and channels or eights of them in a pixel
    int height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideY, strideX, top, left, dilationY, dilationX;
};

uint picture(uint n, int y, int x, uint block) { return ((n * uint(height) + uint(y)) * uint(width) + uint(x)) * blocks + block; }
// The element of the block's first channel; the next channel is `channelPitch` on.
uint column(uint n, uint block, int tap, int window) {
    return (((n * blocks + block) * (WIDE ? 8 : 1)) * uint(kernelHeight * kernelWidth) + uint(tap)) * uint(outHeight * outWidth) + uint(window);
}
uint channelPitch() { return uint(kernelHeight * kernelWidth * outHeight * outWidth); }
