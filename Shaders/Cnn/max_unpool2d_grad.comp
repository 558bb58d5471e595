#version 460
// dx = dy at the element's index, 0 where that lies outside the plane. Traffic: reads indices and dy, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "max_unpool.glsl"
INPUT_I32(0, indices); INPUT(1, dy); OUTPUT(2, dx);

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec3 p = part(i, inPixels);
    int to = indices[i];
    bool within = to >= 0 && to < outPixels;
    int place = within ? at(p.x, to, outPixels, p.z) : 0;
    dx[i] = within ? dy[place] : STORED(0);
}
