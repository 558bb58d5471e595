#version 460
// out = the element that won the place, else 0. Traffic: reads winners and x, writes the result.
#extension GL_GOOGLE_include_directive : require
#include "max_unpool.glsl"
INPUT(0, x); INPUT_I32(1, winner); OUTPUT(2, result);

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec3 p = part(i, outPixels);
    int won = winner[i];
    result[i] = won < 0 ? STORED(0) : x[at(p.x, won, inPixels, p.z)];
}
