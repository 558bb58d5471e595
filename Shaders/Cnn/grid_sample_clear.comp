#version 460
// Sums begin at zero.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int count; };
OUTPUT_F32(0, result);

void main() {
    int i = int(ELEMENT);
    if (i < count) result[i] = 0;
}
