#version 460
// out = the greatest of `pieces` neighbours along an axis of [.., groups * pieces, inner]. Traffic: reads x, writes 1 / pieces of it.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "nan.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, pieces, inner; };
INPUT(0, x); OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint place, group = divide(i, inner, place), first = group * pieces * inner + place;
    float top = float(x[first]);
    for (uint k = 1; k < pieces; k++) top = larger(top, float(x[first + k * inner]));
    result[i] = STORED(top);
}
