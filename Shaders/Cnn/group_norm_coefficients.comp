#version 460
// What group normalisation does to each channel of each sample: mean, scale = gamma / sqrt(variance + eps), shift = beta; result [3, N*C].
// Without AFFINE gamma is 1 and beta 0. Traffic: small.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool AFFINE = false;
layout(push_constant) uniform Push { uint count, channels, size; float eps; };
INPUT_F32(0, stats); INPUT_F32(1, gamma); INPUT_F32(2, beta); OUTPUT_F32(3, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint group = i / size, c = i % channels;
    float scale = 1.0 / sqrt(stats[2 * group + 1] + eps), shift = 0;
    if (AFFINE) {
        scale *= gamma[c];
        shift = beta[c];
    }
    result[i] = stats[2 * group];
    result[count + i] = scale;
    result[2 * count + i] = shift;
}
