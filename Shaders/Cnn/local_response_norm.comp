#version 460
// out = x * (k + alpha * sum of x^2 over the window of channels)^-beta, a thread an element. Traffic: reads x once for each place of the window
// (cached), writes once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#include "lrn_power.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, channels, inner; int before, after; float alpha, beta, k; };
INPUT(0, x); OUTPUT(1, result);

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
    result[i] = STORED(float(x[i]) * power(k + alpha * sum, beta));
}
