#version 460
// out[o] = factor * sum over r of x[o + r]: o runs over kept axes, r over summed ones. Traffic: reads x once, writes the sums.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, terms; float factor; uint keptDims[6]; uint keptStrides[6]; uint dims[6]; uint strides[6]; };
INPUT(0, x); OUTPUT(1, result);

void main() {
    uint o = ELEMENT;
    if (o >= count) return;
    uint base = 0, rest = o;
    [[unroll]] for (int d = 5; d >= 0; d--) {
        base += rest % keptDims[d] * keptStrides[d];
        rest /= keptDims[d];
    }
    float sum = 0;
    for (uint r = 0; r < terms; r++) {
        uint at = base;
        rest = r;
        [[unroll]] for (int d = 5; d >= 0; d--) {
            at += rest % dims[d] * strides[d];
            rest /= dims[d];
        }
        sum += float(x[at]);
    }
    result[o] = STORED(sum * factor);
}
