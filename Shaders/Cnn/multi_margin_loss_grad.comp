#version 460
// For c != y: dx[c] = dy * weight[y] * factor * (over <= 0 ? 0 : 1 or, SQUARED, 2 over); dx[y] is minus their sum. Traffic: reads the scores twice (the
// cache holds a row), writes once.
#extension GL_GOOGLE_include_directive : require
#include "multi_margin.glsl"
INPUT(0, x); INPUT_I32(1, labels); INPUT_F32(2, weights); INPUT_F32(3, dy); OUTPUT(4, dx);

void main() {
    uint i = ELEMENT;
    if (i >= samples) return;
    int label = labels[i];
    uint first = i * classes, at = min(uint(max(label, 0)), classes - 1);
    float own = margin - float(x[first + at]), share = counts(label) ? dy[i] * factor : 0.0, sum = 0;
    if (WEIGHTED && counts(label)) share *= weights[at];
    if (counts(label) && label >= int(classes)) share = uintBitsToFloat(0x7fc00000u); // as the loss
    for (uint c = 0; c < classes; c++) {
        float over = c == at ? 0.0 : larger(own + float(x[first + c]), 0.0), slope = share * (SQUARED ? 2 * over : over <= 0 ? 0.0 : 1.0);
        sum += slope;
        if (c != at) dx[first + c] = STORED(slope);
    }
    dx[first + at] = STORED(-sum);
}
