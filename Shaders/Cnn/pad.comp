#version 460
// out[p] = x[p - before] along every axis; beyond its border the constant value, x mirrored, its outermost element or x again from its other
// end. Axes in memory order, slowest first; x lies as out does, so its strides are products of its sizes. WIDE moves eight neighbours of the last
// axis. Traffic: reads x, writes out.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int AXES = 8;
layout(constant_id = 2) const int MODE = 0;         // PadMode: constant, reflect, replicate, circular
layout(constant_id = 3) const bool SMALL = false;   // fewer than 2^24 threads
layout(push_constant) uniform Push { uint count; float value; uint dims[8]; int before[8]; int sizes[8]; };
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint rest = i;
    int from = 0, pitch = 1;
    bool inside = true;
    [[unroll]] for (int d = AXES - 1; d >= 0; d--) {
        uint place = rest;
        if (d > 0) {
            if (SMALL) { uint above = uint(quotient(int(rest), int(dims[d]))); place = rest - above * dims[d]; rest = above; }
            else rest = divide(rest, dims[d], place);
        }
        int q = int(place) - before[d], size = sizes[d];
        if (MODE == 0) inside = inside && q >= 0 && q < size;
        if (MODE == 1) { q = abs(q); q = q < size ? q : 2 * (size - 1) - q; }
        if (MODE == 2) q = clamp(q, 0, size - 1);
        if (MODE == 3) q += q < 0 ? size : q < size ? 0 : -size;
        from += q * pitch;
        pitch *= size;
    }
    if (MODE != 0) { store_result(i, load_x(from)); return; }
    Eight v = load_x(inside ? from : 0);
    store_result(i, Eight(mix(vec4(value), v.lo, bvec4(inside)), mix(vec4(value), v.hi, bvec4(inside))));
}
