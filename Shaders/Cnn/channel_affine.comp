#version 460
// out = clamp(x * scale[c] + shift[c] + residual, low, high). A thread takes its channels in four places a quarter apart, so that scale and shift are
// read once. Traffic: one read (two with residual), one write.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const bool RESIDUAL = false;
layout(constant_id = 2) const bool SHIFT = true;
layout(push_constant) uniform Push { uint count, blocks, quarter; float low, high; };
BLOCKS_IN(0, x) BLOCKS_IN_F32(1, affine) BLOCKS_IN(2, residual) BLOCKS_OUT(3, result)

void main() {
    uint i = ELEMENT;
    if (i >= quarter) return;
    uint c = remainder(i, blocks);
    Eight scale = load_affine(c), shift = splat(0);
    if (SHIFT) shift = load_affine(blocks + c);
    [[unroll]] for (int k = 0; k < 4; k++) {
        uint at = i + k * quarter;
        Eight v = add(mul(load_x(min(at, count - 1)), scale), shift);
        if (RESIDUAL) v = add(v, load_residual(min(at, count - 1)));
        if (at < count) store_result(at, Eight(limited(v.lo, low, high), limited(v.hi, low, high)));
    }
}
