#version 460
// loss[n] = -(1-s) log p[label] - s/C sum log p; 0 where the label is negative. Traffic: reads the logits three times (the cache holds a row).
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint samples, classes; float smoothing; };
INPUT(0, logits); INPUT_I32(1, labels); OUTPUT_F32(2, loss);

void main() {
    uint n = ELEMENT;
    if (n >= samples) return;
    int label = labels[n];
    uint first = n * classes;
    float top = float(logits[first]), sum = 0, total = 0;
    for (uint c = 1; c < classes; c++) top = larger(top, float(logits[first + c]));
    for (uint c = 0; c < classes; c++) {
        float x = float(logits[first + c]) - top;
        sum += exp(x);
        total += x;
    }
    float rest = isMissing(top) ? top : log(sum), mine = float(logits[first + min(uint(max(label, 0)), classes - 1)]) - top - rest;
    float value = -(1 - smoothing) * mine - smoothing * (total / float(classes) - rest);
    loss[n] = label < 0 ? 0.0 : label >= int(classes) ? uintBitsToFloat(0x7fc00000u) : value;
}
