#version 460
// dx = y <= 0 ? 0 : dy, so that dy passes where y is NaN. Traffic: two reads, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; };
WIDE_INPUT(0, y); WIDE_INPUT(1, dy); WIDE_OUTPUT(2, dx);

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    Eight v = unpack8(y[i]), g = unpack8(dy[i]);
    dx[i] = pack8(Eight(mix(g.lo, vec4(0), lessThanEqual(v.lo, vec4(0))), mix(g.hi, vec4(0), lessThanEqual(v.hi, vec4(0)))));
}
