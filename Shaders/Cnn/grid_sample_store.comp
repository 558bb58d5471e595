#version 460
// Finished sums as activations. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int count; };
INPUT_F32(0, sums); OUTPUT(1, result);

void main() {
    int i = int(ELEMENT);
    if (i < count) result[i] = STORED(sums[i]);
}
