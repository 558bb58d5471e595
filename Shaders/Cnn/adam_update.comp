#version 460
// m += (1-b1)(g - m); v = b2*v + (1-b2)*g*g; w -= rate/(1-b1^t) * m / (sqrt(v/(1-b2^t)) + eps), decay in g or on w. Traffic: reads g, w, m, v, writes w, m, v.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; float beta1, rest1, log1, beta2, rest2, log2, eps, decay; uint decoupled; };
WIDE_INPUT(0, gradient); INPUT_F32(1, rate); INPUT_F32(2, time);
WIDE_INOUT_F32(3, weight);
WIDE_INOUT_F32(4, first);
WIDE_INOUT_F32(5, second);

// 1 - exp(x) for x < 0, by its series near 0, where the difference would cancel.
float oneMinusExp(float x) {
    float series = 1 + x * (0.5 + x * (1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120 + x * (1.0 / 720 + x * (1.0 / 5040))))));
    return x > -0.5 ? -x * series : 1 - exp(x);
}

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    float rate1 = rate[0] / oneMinusExp(time[0] * log1), root = 1.0 / sqrt(oneMinusExp(time[0] * log2)), w_decay = decoupled != 0 ? rate[0] * decay : 0.0;
    Eight w = unpack8(weight[i]), g = unpack8(gradient[i]), m = unpack8(first[i]), v = unpack8(second[i]);
    if (decoupled == 0) g = add(g, mul(w, decay));
    w = sub(w, mul(w, w_decay));
    m = add(m, mul(sub(g, m), rest1));
    v = add(mul(v, beta2), mul(mul(g, g), rest2));
    w.lo -= rate1 * m.lo / (sqrt(v.lo) * root + eps);
    w.hi -= rate1 * m.hi / (sqrt(v.hi) * root + eps);
    weight[i] = pack8f(w);
    first[i] = pack8f(m);
    second[i] = pack8f(v);
}
