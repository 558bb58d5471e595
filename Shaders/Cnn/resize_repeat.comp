#version 460
// Every sample repeated A times along one axis and B times along the next. Traffic: reads x once, writes the result once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int count, blocks, inB, timesA, timesB; };
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint block, pixel = divide(uint(i), uint(blocks), block), b, line = divide(pixel, uint(inB), b);
    Eight v = load_x(i);
    for (int j = 0; j < timesA; j++) {
        int to = ((int(line) * timesA + j) * inB + int(b)) * timesB;
        for (int k = 0; k < timesB; k++) store_result((to + k) * blocks + block, v);
    }
}
