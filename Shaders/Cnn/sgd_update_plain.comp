#version 460
// w -= rate * (g + decay*w): descent without momentum. Traffic: reads g and w, writes w.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; float momentum, decay; uint nesterov; };
WIDE_INPUT(0, gradient); INPUT_F32(1, rate);
WIDE_INOUT_F32(2, weight);

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    Eight w = unpack8(weight[i]), g = add(unpack8(gradient[i]), mul(w, decay));
    weight[i] = pack8f(sub(w, mul(g, rate[0])));
}
