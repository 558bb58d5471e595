#version 460
// out = clamp((x - mean) * scale + shift + residual, low, high); x is [outer, rows, C], coefficients [3, outer, C] or, SPLAT, [3, outer].
// A thread takes its channels in four rows a quarter apart, so that coefficients are read once. Traffic: one read (two with residual), one write.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const bool SPLAT = false;
layout(constant_id = 2) const bool RESIDUAL = false;
layout(push_constant) uniform Push { uint count, rows, blocks, quarter, coefficientsApart; float low, high; };
BLOCKS_IN(0, x) BLOCKS_IN_F32(1, coefficients) BLOCKS_IN(2, residual) BLOCKS_OUT(3, result)

Eight coefficient(uint k, uint i) { return SPLAT ? splat(coefficients1[k * coefficientsApart + i]) : load_coefficients(k * coefficientsApart + i); }

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, row, n = divide(divide(i, blocks, block), quarter, row), which = n * blocks + block;
    Eight mean = coefficient(0, which), scale = coefficient(1, which), shift = coefficient(2, which);
    [[unroll]] for (int k = 0; k < 4; k++) {
        uint r = row + k * quarter, at = (n * rows + min(r, rows - 1)) * blocks + block;
        Eight v = add(mul(sub(load_x(at), mean), scale), shift);
        if (RESIDUAL) v = add(v, load_residual(at));
        if (r < rows) store_result(at, Eight(limited(v.lo, low, high), limited(v.hi, low, high)));
    }
}
