#version 460
// Where each window's maximum lies in its plane. Traffic: reads x about once, writes the result.
#extension GL_GOOGLE_include_directive : require
#include "fractional_walk.glsl"
OUTPUT_I32(2, result);

void main() {
    uint i = ELEMENT;
    int index;
    if (i >= count) return;
    maximum(i, index);
    result[i] = index;
}
