#version 460
// out = value everywhere. Traffic: one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "ints.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool INTEGER = false;
layout(push_constant) uniform Push { uint count; int bits; };
WIDE_OUTPUT(0, result); WIDE_OUTPUT_I32(0, intResult);

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    vec4 value = vec4(intBitsToFloat(bits));
    if (INTEGER) intResult[i] = packInts(EightInts(ivec4(bits), ivec4(bits)));
    else result[i] = pack8(Eight(value, value));
}
