#version 460
// dx = a*dy + b*(x - mean) + c; dy and x are [outer, rows, C], coefficients [4, outer, C] or, SPLAT, [4, outer]. A thread takes its channels in
// four rows a quarter apart, so that coefficients are read once. Traffic: reads dy and x, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const bool SPLAT = false;
layout(push_constant) uniform Push { uint count, rows, blocks, quarter, coefficientsApart; };
BLOCKS_IN(0, dy) BLOCKS_IN(1, x) BLOCKS_IN_F32(2, coefficients) BLOCKS_OUT(3, dx)

Eight coefficient(uint k, uint i) { return SPLAT ? splat(coefficients1[k * coefficientsApart + i]) : load_coefficients(k * coefficientsApart + i); }

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, row, n = divide(divide(i, blocks, block), quarter, row), which = n * blocks + block;
    Eight mean = coefficient(0, which), a = coefficient(1, which), b = coefficient(2, which), c = coefficient(3, which);
    [[unroll]] for (int k = 0; k < 4; k++) {
        uint r = row + k * quarter, at = (n * rows + min(r, rows - 1)) * blocks + block;
        Eight v = add(add(mul(a, load_dy(at)), mul(b, sub(load_x(at), mean))), c);
        if (r < rows) store_dx(at, v);
    }
}
