#version 460
// dx = dy where the element went, 0 if another one won that place. Traffic: reads indices, winners and dy, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "max_unpool.glsl"
INPUT_I32(0, indices); INPUT_I32(1, winner); INPUT(2, dy); OUTPUT(3, dx);

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec3 p = part(i, inPixels);
    int to = indices[i];
    bool within = to >= 0 && to < outPixels;
    int place = within ? at(p.x, to, outPixels, p.z) : 0;
    dx[i] = within && winner[place] == p.y ? dy[place] : STORED(0);
}
