#version 460
// The mean of its group for every channel of every sample [N*C]. Traffic: small.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, size; };
INPUT_F32(0, stats); OUTPUT_F32(1, result);

void main() {
    uint i = ELEMENT;
    if (i < count) result[i] = stats[2 * (i / size)];
}
