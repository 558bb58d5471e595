#version 460
// out[i] = factor * sum over parts of partial[part, i], in order. Traffic: reads the partial sums once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, parts; float factor; };
INPUT_F32(0, partial); OUTPUT_F32(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    float sum = 0;
    for (uint p = 0; p < parts; p++) sum += partial[p * count + i];
    result[i] = sum * factor;
}
