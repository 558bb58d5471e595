#version 460
// out = x in the storage of activations. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; };
WIDE_INPUT_F32(0, x); WIDE_OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i * 8 < count) result[i] = pack8(unpack8(x[i]));
}
