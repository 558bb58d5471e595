#version 460
// Elements put back to the places they were taken from, step apart along an axis of [outer, full, inner], zeros between. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, inner, full, width; int start, step; };
BLOCKS_IN(0, dy) BLOCKS_OUT(1, dx)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint column, line = divide(i, inner, column), place, row = divide(line, full, place), rest;
    int away = int(place) - start;
    bool inside = step > 0 ? away >= 0 : away <= 0;
    uint k = divide(inside ? uint(abs(away)) : 0u, uint(abs(step)), rest);
    inside = inside && rest == 0 && k < width;
    Eight v = load_dy(inside ? (row * width + k) * inner + column : 0);
    store_dx(i, Eight(mix(vec4(0), v.lo, bvec4(inside)), mix(vec4(0), v.hi, bvec4(inside))));
}
