#version 460
// result[q][r] = sum over f of |a[q][f] - b[r][f]|, f from `first` on, `terms` of them, added to what is there where `accumulate`.
// Traffic: reads a row of each for every result.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, references, pitch, first, terms, accumulate; };
INPUT(0, a); INPUT(1, b); INOUT_F32(2, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint r, q = divide(i, references, r), fromA = q * pitch + first, fromB = r * pitch + first;
    float sum = accumulate != 0 ? result[i] : 0;
    for (uint f = 0; f < terms; f++) sum += abs(float(a[fromA + f]) - float(b[fromB + f]));
    result[i] = sum;
}
