#version 460
// No element has won yet.
#extension GL_GOOGLE_include_directive : require
#include "max_unpool.glsl"
OUTPUT_I32(0, winner);

void main() {
    int i = int(ELEMENT);
    if (i < count) winner[i] = -1;
}
