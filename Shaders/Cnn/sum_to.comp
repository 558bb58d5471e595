#version 460
// out[part, o] = factor * sum over the part's r of x[o + r]: o runs over kept axes, r over summed ones, `most` of them a part. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, terms, most, parts; float factor; uint keptDims[6]; uint keptStrides[6]; uint dims[6]; uint strides[6]; };
INPUT(0, x); OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count * parts) return;
    uint base = 0, rest = i % count, first = i / count * most;
    [[unroll]] for (int d = 5; d >= 0; d--) {
        base += rest % keptDims[d] * keptStrides[d];
        rest /= keptDims[d];
    }
    float sum = 0;
    for (uint r = first; r < min(first + most, terms); r++) {
        uint at = base;
        rest = r;
        [[unroll]] for (int d = 5; d >= 0; d--) {
            at += rest % dims[d] * strides[d];
            rest /= dims[d];
        }
        sum += float(x[at]);
    }
    result[i] = STORED(sum * factor);
}
