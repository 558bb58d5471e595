#version 460
// out[n, h, w] = x[n, h, flip(n) ? W-1-w : w]. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "philox.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, channels, height, width, id, hasStep; float p; };
INPUT(0, x); INPUT_I32(1, samples); INPUT_I32(2, key); OUTPUT(3, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint pixel = i / channels, row = pixel / width, w = pixel % width;
    float u = uniform4(randomWords(uint(key[0]), hasStep != 0 ? uint(key[1]) : 0, id, uint(samples[row / height]))).x;
    result[i] = x[(row * width + (u < p ? width - 1 - w : w)) * channels + i % channels];
}
