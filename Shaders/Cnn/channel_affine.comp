#version 460
// out = clamp(x * scale[c] + shift[c] + residual, low, high). Traffic: one read (two with residual), one write.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const bool RESIDUAL = false;
layout(constant_id = 2) const bool SHIFT = true;
layout(push_constant) uniform Push { uint count, blocks; float low, high; };
BLOCKS_IN(0, x) BLOCKS_IN_F32(1, affine) BLOCKS_IN(2, residual) BLOCKS_OUT(3, result)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint c = remainder(i, blocks);
    Eight v = mul(load_x(i), load_affine(c));
    if (SHIFT) v = add(v, load_affine(blocks + c));
    if (RESIDUAL) v = add(v, load_residual(i));
    store_result(i, Eight(clamp(v.lo, vec4(low), vec4(high)), clamp(v.hi, vec4(low), vec4(high))));
}
