#version 460
// g += decay*w; m = momentum*m + g; w -= rate * (nesterov ? g + momentum*m : m). Traffic: reads g, w, m, writes w, m.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; float momentum, decay; uint nesterov; };
WIDE_INPUT(0, gradient); INPUT_F32(1, rate);
WIDE_INOUT_F32(2, weight);
WIDE_INOUT_F32(3, velocity);

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    Eight w = unpack8(weight[i]), g = add(unpack8(gradient[i]), mul(w, decay)), m = add(mul(unpack8(velocity[i]), momentum), g);
    velocity[i] = pack8f(m);
    if (nesterov != 0) m = add(g, mul(m, momentum));
    weight[i] = pack8f(sub(w, mul(m, rate[0])));
}
