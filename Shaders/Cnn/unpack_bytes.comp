#version 460
// out = byte * scale[c] + shift[c], eight bytes a thread. Traffic: reads a byte, writes a float an element.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "channel_norm.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; float scaleR, scaleG, scaleB, shiftR, shiftG, shiftB; };
layout(std430, set = 0, binding = 0) readonly buffer Bytes { uint64_t bytes[]; };
WIDE_OUTPUT(1, result);

vec4 unpack(uint word) { return vec4(uvec4(word, word >> 8, word >> 16, word >> 24) & 255u); }

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    uvec2 words = unpackUint2x32(bytes[i]);
    result[i] = pack8(normalized(Eight(unpack(words.x), unpack(words.y)), i * 8, vec3(scaleR, scaleG, scaleB), vec3(shiftR, shiftG, shiftB)));
}
