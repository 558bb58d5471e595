#version 460
// dx = dy at the first of the greatest (or NaN) of each group, 0 at the others. Traffic: reads x and dy, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "nan.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, pieces, inner; };
INPUT(0, x); INPUT(1, dy); OUTPUT(2, dx);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint place, group = divide(i, inner, place), first = group * pieces * inner + place, best = 0;
    float top = float(x[first]);
    for (uint k = 1; k < pieces; k++) {
        float v = float(x[first + k * inner]);
        bool more = exceeds(v, top) && !isMissing(top);
        best = more ? k : best;
        top = more ? v : top;
    }
    for (uint k = 0; k < pieces; k++) dx[first + k * inner] = STORED(k == best ? float(dy[i]) : 0);
}
