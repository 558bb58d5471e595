#version 460
// out = x in f32: a parameter becomes a value, an activation is widened. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; };
WIDE_INPUT(0, x); WIDE_OUTPUT_F32(1, result);

void main() {
    uint i = ELEMENT;
    if (i * 8 < count) result[i] = pack8f(unpack8(x[i]));
}
