#version 460
// scale = gamma / sqrt(variance + eps), shift = beta - mean * scale, packed [2, C]. Traffic: six numbers a channel.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint channels, varianceOffset; float eps; };
INPUT_F32(0, gamma); INPUT_F32(1, beta); INPUT_F32(2, mean); INPUT_F32(3, variance); OUTPUT_F32(4, result);

void main() {
    uint c = ELEMENT;
    if (c >= channels) return;
    float scale = gamma[c] / sqrt(variance[varianceOffset + c] + eps);
    result[c] = scale;
    result[channels + c] = beta[c] - mean[c] * scale;
}
