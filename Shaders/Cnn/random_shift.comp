#version 460
// out[n, h, w] = x[n, h - dy, w - dx] with (dy, dx) drawn per sample in [-most, most]; outside zero or the edge. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "philox.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, channels, height, width, id, hasStep, most, edge; int direction; };
INPUT(0, x); INPUT_I32(1, samples); INPUT_I32(2, key); OUTPUT(3, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint pixel = i / channels, row = pixel / width, n = row / height;
    uvec4 words = randomWords(uint(key[0]), hasStep != 0 ? uint(key[1]) : 0, id, uint(samples[n]));
    ivec2 move = ivec2(words.xy % (2 * most + 1)) - int(most);
    ivec2 at = ivec2(row % height, pixel % width) - direction * move, size = ivec2(height, width), inside = clamp(at, ivec2(0), size - 1);
    float v = float(x[((n * height + uint(inside.x)) * width + uint(inside.y)) * channels + i % channels]);
    result[i] = STORED(edge != 0 || at == inside ? v : 0.0);
}
