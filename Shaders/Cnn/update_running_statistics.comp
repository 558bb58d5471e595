#version 460
// mean += momentum * (batch mean - mean); variance likewise, with the batch's variance made unbiased. Traffic: small.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint channels; float momentum, unbiased; };
INPUT_F32(0, stats); INOUT_F32(1, mean); INOUT_F32(2, variance);

void main() {
    uint c = ELEMENT;
    if (c >= channels) return;
    mean[c] = (1 - momentum) * mean[c] + momentum * stats[c];
    variance[c] = (1 - momentum) * variance[c] + momentum * (stats[channels + c] * unbiased);
}
