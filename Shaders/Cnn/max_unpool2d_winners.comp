#version 460
// The last element of those with the same index wins.
#extension GL_GOOGLE_include_directive : require
#include "max_unpool.glsl"
INPUT_I32(0, indices);
layout(std430, set = 0, binding = 1) buffer winnerBlock { int winner[]; };

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec3 p = part(i, inPixels);
    int to = indices[i];
    if (to >= 0 && to < outPixels) atomicMax(winner[at(p.x, to, outPixels, p.z)], p.y);
}
