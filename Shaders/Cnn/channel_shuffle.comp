#version 460
// out[p, j * groups + g] = x[p, g * each + j], for channels in eights that lie side by side: eight of one pixel a thread. Traffic: one read (in
// pieces), one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const uint GROUPS = 2;
layout(push_constant) uniform Push { uint count, channels, each; };
INPUT(0, x); WIDE_OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, pixel = divide(i, channels / 8, block), first = pixel * channels;
    Eight v;
    [[unroll]] for (int k = 0; k < 8; k++) {
        uint c = block * 8 + k, group = c % GROUPS, place = c / GROUPS;
        float value = float(x[first + group * each + place]);
        if (k < 4) v.lo[k] = value; else v.hi[k - 4] = value;
    }
    result[i] = pack8(v);
}
