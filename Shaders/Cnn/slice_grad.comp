#version 460
// Rows put back to their place, zeros around them; numbers count blocks of eight elements (WIDE) or single ones. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, width, pitch, offset; };
BLOCKS_IN(0, dy) BLOCKS_OUT(1, dx)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint place, row = divide(i, pitch, place), column = place - offset;
    bool inside = column < width;
    Eight v = load_dy(inside ? row * width + column : 0);
    store_dx(i, Eight(mix(vec4(0), v.lo, bvec4(inside)), mix(vec4(0), v.hi, bvec4(inside))));
}
