#version 460
// Normal numbers after Box and Muller: number i is sqrt(-2 log u) cos(2 pi v) of two words of block i of the op's stream. Traffic: one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "philox.glsl"
#include "math.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, id, hasStep, first; };
INPUT_I32(0, key); WIDE_OUTPUT(1, result);

vec4 normals(uint block) {
    uint seed = uint(key[0]), step = hasStep != 0 ? uint(key[1]) : 0;
    uvec4 u, v;
    [[unroll]] for (int k = 0; k < 4; k++) {
        uvec4 words = randomWords(seed, step, id, block + k);
        u[k] = words.x;
        v[k] = words.y;
    }
    // (0, 1], so that the logarithm is finite; halves of a turn in [-1, 1), which floats hold best near 0.
    vec4 radius = sqrt(max(-2 * logarithm((vec4(u >> 8) + 1) * (1.0 / 16777216.0)), vec4(0)));
    return radius * sineShifted(vec4(ivec4(v)) * (3.14159265359 / 2147483648.0), 1);
}

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    uint block = 8 * (first + i);
    result[i] = pack8(Eight(normals(block), normals(block + 4)));
}
