#version 460
// The place, row by row, of N coordinates in an array of dims; each group of rows looks into an array of its own. Traffic: reads the coordinates.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "index.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const uint N = 1;
layout(push_constant) uniform Push { uint count, group, elements; uint dims[8]; };
INPUT_I32(0, coordinates); OUTPUT_I32(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint at = 0;
    [[unroll]] for (uint k = 0; k < N; k++) at = at * dims[k] + wrapped(coordinates[i * N + k], dims[k]);
    result[i] = int(i / group * elements + at);
}
