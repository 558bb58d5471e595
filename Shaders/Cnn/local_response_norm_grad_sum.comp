#version 460
// Second half of the gradient: dx = direct - factor * x * sum of ratio over the channels whose window holds this one, with factor = 2 alpha beta.
// Traffic: reads ratio once for each place of the window (cached), direct and x, writes once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, channels, inner; int before, after; float factor; };
INPUT(0, x); INPUT_F32(1, direct); INPUT_F32(2, ratio); OUTPUT(3, dx);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint pixel;
    int c = int(remainder(divide(i, inner, pixel), channels)), first = max(c - before, 0), last = min(c + after, int(channels) - 1);
    float sum = 0;
    for (int at = int(i) + (first - c) * int(inner); first <= last; first++) {
        sum += ratio[at];
        at += int(inner);
    }
    dx[i] = STORED(direct[i] - factor * float(x[i]) * sum);
}
