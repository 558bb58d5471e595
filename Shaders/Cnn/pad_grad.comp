#version 460
// dx[q] = sum of dy[p] over all p that pad.comp fills with x[q], along one axis of [outer, size, inner]; dy has `length` elements there.
// Sums in ascending order of p but for mirrored ones. WIDE sums eight neighbours. Traffic: reads dy, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int MODE = 1; // PadMode: 1 reflect, 2 replicate, 3 circular
layout(push_constant) uniform Push { uint count; int size, length; uint inner; int before; };
BLOCKS_IN(0, dy) BLOCKS_OUT(1, dx)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, place, line = divide(i, inner, block), outer = divide(line, uint(size), place);
    int q = int(place), own = q + before, first = own, last = own, apart = 1;
    uint base = outer * length * inner + block;
    if (MODE == 2) {
        if (q == 0) first = 0;
        if (q == size - 1) last = length - 1;
    }
    if (MODE == 3) {
        apart = size;
        first = own >= size ? own - size : own;
        last = length - 1;
    }
    Eight sum = splat(0);
    for (int p = first < 0 ? first + (MODE == 3 ? size : -first) : first; p <= min(last, length - 1); p += apart)
        sum = add(sum, load_dy(base + p * inner));
    if (MODE == 1) [[unroll]] for (int side = 0; side < 2; side++) {
        int mirror = side == 0 ? 0 : size - 1, p = before + 2 * mirror - q;
        if (q != mirror && p >= 0 && p < length) sum = add(sum, load_dy(base + p * inner));
    }
    store_dx(i, sum);
}
