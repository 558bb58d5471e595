#version 460
// Merges partial means and squared deviations [outer, parts, 2, C] over parts and over the channels of a group into mean and biased variance
// [outer, groups, 2] (Chan, Golub, LeVeque 1979). Traffic: the partials.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, groups, size, rows, parts, most; };
INPUT_F32(0, partial); OUTPUT_F32(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint channels = groups * size, first = i / groups * parts * 2 * channels + i % groups * size;
    float mean = 0, m2 = 0, n = 0;
    for (uint p = 0; p < parts; p++) {
        float more = float(min(most, rows - p * most));
        for (uint c = 0; c < size; c++) {
            float total = n + more, d = partial[first + c] - mean;
            mean += d * (more / total);
            m2 += partial[first + channels + c] + d * d * (n * (more / total));
            n = total;
        }
        first += 2 * channels;
    }
    result[2 * i] = mean;
    result[2 * i + 1] = m2 / n;
}
