#version 460
// dlogits = share * (softmax - (1-s) onehot - s/C); 0 where the label is negative. Traffic: reads the logits three times (cached), writes once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint samples, classes; float smoothing; };
INPUT(0, logits); INPUT_I32(1, labels); INPUT_F32(2, share); OUTPUT(3, dx);

void main() {
    uint n = ELEMENT;
    if (n >= samples) return;
    int label = labels[n];
    uint first = n * classes;
    float top = float(logits[first]), sum = 0;
    for (uint c = 1; c < classes; c++) top = larger(top, float(logits[first + c]));
    for (uint c = 0; c < classes; c++) sum += exp(float(logits[first + c]) - top);
    float factor = share[0], inverse = isMissing(top) ? top : 1.0 / sum, even = smoothing / float(classes);
    for (uint c = 0; c < classes; c++) {
        float p = exp(float(logits[first + c]) - top) * inverse, target = even + (int(c) == label ? 1 - smoothing : 0.0);
        dx[first + c] = STORED(label < 0 ? 0.0 : factor * (p - target));
    }
}
