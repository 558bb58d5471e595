#version 460
// Adds partial sums [outer, parts, 2, lanes] over parts and lanes, in order; the second is divided by its group's standard deviation:
// [N*C, 2] = sum dy, sum dy * xhat. A lane is a channel of its own, or (lanes of one line) all are one. Traffic: the partials.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, channels, lanes, parts, size; float eps; };
INPUT_F32(0, partial); INPUT_F32(1, stats); OUTPUT_F32(2, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint pitch = channels * lanes, at = i / channels * parts * 2 * pitch + i % channels * lanes;
    float first = 0, second = 0;
    for (uint p = 0; p < parts; p++) {
        for (uint lane = 0; lane < lanes; lane++) {
            first += partial[at + lane];
            second += partial[at + pitch + lane];
        }
        at += 2 * pitch;
    }
    result[2 * i] = first;
    result[2 * i + 1] = second / sqrt(stats[2 * (i / size) + 1] + eps);
}
