#version 460
// loss[line] = -weight[label] * x[line, label]; 0 where the label is negative or ignored, NaN where it is beyond the classes.
// Traffic: one label and one element a line.
#extension GL_GOOGLE_include_directive : require
#include "nll.glsl"
INPUT(0, x); INPUT_I32(1, labels); INPUT_F32(2, weights); OUTPUT_F32(3, loss);

void main() {
    uint i = ELEMENT;
    if (i >= lines) return;
    int label = labels[i];
    uint at = bounded(label);
    float value = -float(x[lineStart(i) + at * inner]);
    if (WEIGHTED) value *= weights[at];
    loss[i] = !counts(label) ? 0.0 : label >= int(classes) ? nan() : value;
}
