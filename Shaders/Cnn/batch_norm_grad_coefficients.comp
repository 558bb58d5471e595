#version 460
// The input gradient as a*dy + b*x + c per channel: a = gamma/sd, b = -a*mean(dy*xhat)/sd, c = -a*mean(dy) - b*mean. Result [3, C]. Traffic: small.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint rows, channels; float eps; };
INPUT_F32(0, gamma); INPUT_F32(1, stats); INPUT_F32(2, sums); OUTPUT_F32(3, result);

void main() {
    uint i = ELEMENT;
    if (i >= channels) return;
    // a rounded as the forward pass rounds it: who finds out anew where a ReLU passed finds the same.
    float deviation = sqrt(stats[channels + i] + eps), a = gamma[i] / deviation;
    float b = -a / deviation * sums[channels + i] / float(rows);
    result[i] = a;
    result[channels + i] = b;
    result[2 * channels + i] = -a * sums[i] / float(rows) - b * stats[i];
}
