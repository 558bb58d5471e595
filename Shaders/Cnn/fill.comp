#version 460
// out = value everywhere. Traffic: one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; float value; };
WIDE_OUTPUT(0, result);

void main() {
    uint i = ELEMENT;
    if (i * 8 < count) result[i] = pack8(Eight(vec4(value), vec4(value)));
}
