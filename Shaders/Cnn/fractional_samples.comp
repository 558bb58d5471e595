#version 460
// Uniform numbers in [0, 1), four of the op's words a thread. Traffic: one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "philox.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, id, hasStep; };
INPUT_I32(0, key); OUTPUT_F32(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    vec4 four = uniform4(randomWords(uint(key[0]), hasStep != 0 ? uint(key[1]) : 0, id, i / 4));
    result[i] = i % 4 == 0 ? four.x : i % 4 == 1 ? four.y : i % 4 == 2 ? four.z : four.w;
}
