#version 460
// The last stage of a reduction of integers: the parts' results brought together. Traffic: reads them once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "reduce_int.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, parts; float factor; };
INPUT_I32(0, partial); OUTPUT_I32(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    int a = EMPTY;
    for (uint p = 0; p < parts; p++) a = fold(a, partial[p * count + i]);
    result[i] = a;
}
