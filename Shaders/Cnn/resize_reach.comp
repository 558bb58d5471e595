#version 460
// For every sample along an axis: the first and last output that it gives something to, by the outputs' table. f32 only.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int ins, outs, taps; };
INPUT_F32(0, table); OUTPUT_I32(1, result);

void main() {
    int i = int(ELEMENT);
    if (i >= ins) return;
    int first = outs, last = -1;
    for (int o = 0; o < outs; o++) {
        int from = int(table[o * (2 + taps)]);
        bool gives = clamp(from, 0, ins - 1) <= i && clamp(from + taps - 1, 0, ins - 1) >= i && table[o * (2 + taps) + 1] == 0.0;
        first = gives ? min(first, o) : first;
        last = gives ? o : last;
    }
    result[2 * i] = first;
    result[2 * i + 1] = last;
}
