#version 460
// out[n, c] = mean over pixels of x[n, pixel, c]. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, blocks, pixels; };
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, image = divide(i, blocks, block), first = image * pixels * blocks + block;
    Eight sum = splat(0);
    for (uint p = 0; p < pixels; p++) sum = add(sum, load_x(first + p * blocks));
    store_result(i, mul(sum, 1.0 / float(pixels)));
}
