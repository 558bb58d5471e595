#version 460
// out[p] = x[p with indices[p] on one axis]: the result's axes in memory order, slowest first, each with its stride in x (0 for the one that is
// indexed). Traffic: reads the indices, x (scattered), writes the result.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#include "index.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int AXES = 8;
layout(push_constant) uniform Push { uint count; uint dims[8]; uint strides[8]; uint along, extent; };
INPUT(0, x); INPUT_I32(1, indices); OUTPUT(2, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint rest = i, from = 0;
    [[unroll]] for (int d = AXES - 1; d > 0; d--) {
        uint place;
        rest = divide(rest, dims[d], place);
        from += place * strides[d];
    }
    result[i] = x[from + rest * strides[0] + wrapped(indices[i], extent) * along];
}
