#version 460
// Uniform numbers in [0, 1), four of the op's words a block. Traffic: one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "philox.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, id, hasStep, first; };
INPUT_I32(0, key); WIDE_OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    uint seed = uint(key[0]), step = hasStep != 0 ? uint(key[1]) : 0, block = 2 * (first + i);
    result[i] = pack8(Eight(uniform4(randomWords(seed, step, id, block)), uniform4(randomWords(seed, step, id, block + 1))));
}
