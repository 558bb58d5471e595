#version 460
// dx = a[c]*dy + b[c]*x + c[c]. Traffic: reads dy and x, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, blocks; };
BLOCKS_IN(0, dy) BLOCKS_IN(1, x) BLOCKS_IN_F32(2, coefficients) BLOCKS_OUT(3, dx)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint c = remainder(i, blocks);
    Eight v = add(mul(load_coefficients(c), load_dy(i)), mul(load_coefficients(blocks + c), load_x(i)));
    store_dx(i, add(v, load_coefficients(2 * blocks + c)));
}
