#version 460
// The input gradient as a*dy + b*(x - mean) + c for each channel of each sample, with m1, m2 the group's means of gamma*dy and gamma*dy*xhat:
// a = gamma/sd, b = -m2/sd^2, c = -m1/sd. Result [4, N*C]: mean, a, b, c. Traffic: small.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool AFFINE = false;
layout(push_constant) uniform Push { uint count, channels, size; float terms, eps; };
INPUT_F32(0, stats); INPUT_F32(1, sums); INPUT_F32(2, gamma); OUTPUT_F32(3, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint group = i / size, first = group * size;
    float inverse = 1.0 / sqrt(stats[2 * group + 1] + eps), m1 = 0, m2 = 0, factor = 1, own = 1;
    for (uint k = 0; k < size; k++) {
        if (AFFINE) factor = gamma[(first + k) % channels];
        m1 += factor * sums[2 * (first + k)];
        m2 += factor * sums[2 * (first + k) + 1];
    }
    if (AFFINE) own = gamma[i % channels];
    result[i] = stats[2 * group];
    result[count + i] = own * inverse;
    result[2 * count + i] = -inverse * inverse * (m2 / terms);
    result[3 * count + i] = -inverse * (m1 / terms);
}
