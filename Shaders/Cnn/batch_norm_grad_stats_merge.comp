#version 460
// Adds the partial sums [parts, 2, C] in order; the second is divided by the standard deviation: [sum dy, sum dy * xhat]. Traffic: the partials.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint channels, parts; float eps; };
INPUT_F32(0, partial); INPUT_F32(1, stats); OUTPUT_F32(2, result);

void main() {
    uint c = ELEMENT;
    if (c >= channels) return;
    float first = 0, second = 0;
    for (uint p = 0; p < parts; p++) {
        first += partial[p * 2 * channels + c];
        second += partial[(p * 2 + 1) * channels + c];
    }
    result[c] = first;
    result[channels + c] = second / sqrt(stats[channels + c] + eps);
}
