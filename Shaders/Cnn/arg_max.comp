#version 460
// out = index of the first (or last) maximum (or minimum) of a line; of the first (or last) NaN where one is. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "line.glsl"
#include "order.glsl"
layout(constant_id = 1) const bool SMALLEST = false;
layout(constant_id = 2) const bool LAST = false;
OUTPUT_I32(1, result);

// NaN is what both look for.
int key(uint at) {
    int k = orderKey(at);
    return SMALLEST && (INTEGER || k != NAN_KEY) ? ~k : k;
}

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
