#version 460
// out = x * scale[c] + shift[c]. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "channel_norm.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; float scaleR, scaleG, scaleB, shiftR, shiftG, shiftB; };
WIDE_INPUT(0, x); WIDE_OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    result[i] = pack8(normalized(unpack8(x[i]), i * 8, vec3(scaleR, scaleG, scaleB), vec3(shiftR, shiftG, shiftB)));
}
