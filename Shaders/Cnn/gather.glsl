// out[i] = x[first + sum over axes of place * stride]: the result's axes in memory order, slowest first, each with its stride in x (0 where x is repeated).
// WIDE moves eight channels. Traffic: reads x (perhaps scattered), writes the result.
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int AXES = 8;
layout(push_constant) uniform Push { uint count; uint dims[8]; uint strides[8]; uint first; };
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint rest = i, from = first;
    [[unroll]] for (int d = AXES - 1; d > 0; d--) {
        uint place;
        rest = divide(rest, dims[d], place);
        from += place * strides[d];
    }
    store_result(i, load_x(from + rest * strides[0]));
}
