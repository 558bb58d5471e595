#version 460
// The last stage of a reduction: the parts' results brought together in order. Traffic: reads them once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "reduce.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, parts; float factor; };
INPUT_F32(0, partial); OUTPUT(1, final);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    float a = empty(), b = 0;
    for (uint p = 0; p < parts; p++) fold(a, b, partial[p * count + i]);
    final[i] = STORED(result(a, b));
}
