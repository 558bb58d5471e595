#version 460
// out[n, :, h, w] = two numbers uniform in [-1, 1) for each pixel, drawn by (seed, epoch, sample, pixel). Traffic: one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "draws.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, pixels, id, hasStep; };
INPUT_I32(0, samples); INPUT_I32(1, key); OUTPUT(2, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    vec4 u = uniform4(sampleWords(uint(key[0]), hasStep != 0 ? uint(key[1]) : 0, id, uint(samples[i / pixels]), i % pixels)) * 2 - 1;
    result[i * 2] = STORED(u.x);
    result[i * 2 + 1] = STORED(u.y);
}
