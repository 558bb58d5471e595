#version 460
// out = index of the first maximum of a line. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "line.glsl"
INPUT(0, x); OUTPUT_I32(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= lines) return;
    uint first = lineStart(i), best = 0;
    float top = float(x[first]);
    for (uint k = 1; k < terms; k++) {
        float v = float(x[first + k * inner]);
        best = v > top ? k : best;
        top = max(top, v);
    }
    result[i] = int(best);
}
