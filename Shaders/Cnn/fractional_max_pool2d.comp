#version 460
// out = the maximum of each window. Traffic: reads x about once, writes the result.
#extension GL_GOOGLE_include_directive : require
#include "fractional_walk.glsl"
OUTPUT(2, result);

void main() {
    uint i = ELEMENT;
    int index;
    if (i < count) result[i] = STORED(maximum(i, index));
}
