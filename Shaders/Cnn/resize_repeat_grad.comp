#version 460
// The sum over a sample's repetitions, A along one axis and B along the next. Traffic: reads dy once, writes dx once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int count, blocks, inB, timesA, timesB; };
BLOCKS_IN(0, dy) BLOCKS_OUT(1, dx)

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint block, pixel = divide(uint(i), uint(blocks), block), b, line = divide(pixel, uint(inB), b);
    Eight sum = splat(0);
    for (int j = 0; j < timesA; j++) {
        int from = ((int(line) * timesA + j) * inB + int(b)) * timesB;
        for (int k = 0; k < timesB; k++) sum = add(sum, load_dy((from + k) * blocks + block));
    }
    store_dx(i, sum);
}
