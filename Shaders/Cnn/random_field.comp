#version 460
// out[0, 2n + c, h, w] = two numbers uniform in [-1, 1) for each pixel of each sample, drawn by (seed, epoch, sample, pixel). Traffic: one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#include "draws.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, samples, id, hasStep; };
INPUT_I32(0, numbers); INPUT_I32(1, key); OUTPUT(2, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint n, pixel = divide(i, samples, n);
    uvec3 own = pixelWords(uvec3(numbers[n], hasStep != 0 ? key[1] : 0, uint(key[0]) + id * 0x9E3779B9u));
    vec2 u = vec2(pixelWords(uvec3(own.x ^ pixel, own.yz)).xy >> 8) * (2.0 / 16777216.0) - 1;
    result[i * 2] = STORED(u.x);
    result[i * 2 + 1] = STORED(u.y);
}
