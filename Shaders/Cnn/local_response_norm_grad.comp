#version 460
// First half of the gradient, a thread an element: with s = k + alpha * sum of x^2 over the window, direct = dy * s^-beta and
// ratio = direct * x / s. Traffic: reads x once for each place of the window (cached) and dy, writes two.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#include "lrn_power.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, channels, inner; int before, after; float alpha, beta, k; };
INPUT(0, x); INPUT(1, dy); OUTPUT_F32(2, direct); OUTPUT_F32(3, ratio);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint pixel;
    int c = int(remainder(divide(i, inner, pixel), channels)), first = max(c - before, 0), last = min(c + after, int(channels) - 1);
    float sum = 0;
    for (int at = int(i) + (first - c) * int(inner); first <= last; first++) {
        float v = float(x[at]);
        sum += v * v;
        at += int(inner);
    }
    float s = k + alpha * sum, d = float(dy[i]) * power(s, beta);
    direct[i] = d;
    ratio[i] = d * float(x[i]) / s;
}
