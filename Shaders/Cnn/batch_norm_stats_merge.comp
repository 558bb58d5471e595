#version 460
// Merges partial means and squared deviations [parts, 2, C] into mean and biased variance [2, C] (Chan, Golub, LeVeque 1979). Traffic: the partials.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint rows, channels, parts, most; };
INPUT_F32(0, partial); OUTPUT_F32(1, result);

void main() {
    uint c = ELEMENT;
    if (c >= channels) return;
    float mean = 0, m2 = 0, n = 0;
    for (uint p = 0; p < parts; p++) {
        float more = float(min(most, rows - p * most)), total = n + more;
        float d = partial[p * 2 * channels + c] - mean;
        mean += d * (more / total);
        m2 += partial[(p * 2 + 1) * channels + c] + d * d * (n * (more / total));
        n = total;
    }
    result[c] = mean;
    result[channels + c] = m2 / float(rows);
}
