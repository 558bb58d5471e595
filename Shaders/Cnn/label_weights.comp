#version 460
// out[i] = weight[label]; 0 where the label is negative or ignored, NaN where it is beyond the classes. Traffic: one label and one number a label.
#extension GL_GOOGLE_include_directive : require
#include "nll.glsl"
INPUT_I32(0, labels); INPUT_F32(1, weights); OUTPUT_F32(2, result);

void main() {
    uint i = ELEMENT;
    if (i >= lines) return;
    int label = labels[i];
    float value = 1;
    if (WEIGHTED) value = weights[bounded(label)];
    result[i] = !counts(label) ? 0.0 : label >= int(classes) ? nan() : value;
}
