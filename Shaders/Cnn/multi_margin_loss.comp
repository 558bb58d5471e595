#version 460
// loss[n] = weight[y] * factor * sum over c != y of max(0, margin - x[y] + x[c])^p, p = 1 or (SQUARED) 2; 0 where the label is negative or ignored, NaN
// where it is beyond the classes. Traffic: reads the scores once.
#extension GL_GOOGLE_include_directive : require
#include "multi_margin.glsl"
INPUT(0, x); INPUT_I32(1, labels); INPUT_F32(2, weights); OUTPUT_F32(3, loss);

void main() {
    uint i = ELEMENT;
    if (i >= samples) return;
    int label = labels[i];
    uint first = i * classes, at = min(uint(max(label, 0)), classes - 1);
    float own = margin - float(x[first + at]), sum = 0;
    for (uint c = 0; c < classes; c++) {
        float over = c == at ? 0.0 : larger(own + float(x[first + c]), 0.0);
        sum += SQUARED ? over * over : over;
    }
    if (WEIGHTED) sum *= weights[at];
    loss[i] = !counts(label) ? 0.0 : label >= int(classes) ? uintBitsToFloat(0x7fc00000u) : sum * factor;
}
