#version 460
// out = index of the first (or last) maximum (or minimum) of a line. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "line.glsl"
#include "order.glsl"
layout(constant_id = 1) const bool SMALLEST = false;
layout(constant_id = 2) const bool LAST = false;
OUTPUT_I32(1, result);

int key(uint at) { return SMALLEST ? ~orderKey(at) : orderKey(at); }

void main() {
    uint i = ELEMENT;
    if (i >= lines) return;
    uint first = lineStart(i), best = 0;
    int top = key(first);
    for (uint k = 1; k < terms; k++) {
        int v = key(first + k * inner);
        best = v > top || (LAST && v == top) ? k : best;
        top = max(top, v);
    }
    result[i] = int(best);
}
