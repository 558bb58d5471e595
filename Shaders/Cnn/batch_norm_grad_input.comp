#version 460
// dx = a[c]*dy + b[c]*x + c[c]. A thread takes its channels in four places a quarter apart, so that the coefficients are read once.
// Traffic: reads dy and x, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, blocks, quarter; };
BLOCKS_IN(0, dy) BLOCKS_IN(1, x) BLOCKS_IN_F32(2, coefficients) BLOCKS_OUT(3, dx)

void main() {
    uint i = ELEMENT;
    if (i >= quarter) return;
    uint block = remainder(i, blocks);
    Eight a = load_coefficients(block), b = load_coefficients(blocks + block), c = load_coefficients(2 * blocks + block);
    [[unroll]] for (int k = 0; k < 4; k++) {
        uint at = i + k * quarter, from = min(at, count - 1);
        Eight v = add(add(mul(a, load_dy(from)), mul(b, load_x(from))), c);
        if (at < count) store_dx(at, v);
    }
}
