#version 460
// dx[line, c] = c == label ? -weight[label] * dy[line] : 0, and 0 on lines that do not count. Traffic: writes dx once.
#extension GL_GOOGLE_include_directive : require
#include "nll.glsl"
INPUT_I32(0, labels); INPUT_F32(1, weights); INPUT_F32(2, dy); OUTPUT(3, dx);

void main() {
    uint i = ELEMENT;
    if (i >= lines) return;
    int label = labels[i];
    float value = counts(label) ? -dy[i] : 0.0;
    if (WEIGHTED && counts(label)) value *= weights[bounded(label)];
    bool beyond = counts(label) && label >= int(classes);
    if (beyond) value = uintBitsToFloat(0x7fc00000u); // as the loss
    uint at = lineStart(i);
    for (int c = 0; c < int(classes); c++) {
        dx[at] = STORED(c == label || beyond ? value : 0.0);
        at += inner;
    }
}
