#version 460
// hit[n] = 1 where the first maximum (or NaN) of a row of logits is its label. Traffic: reads the logits once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint samples, classes; };
INPUT(0, logits); INPUT_I32(1, labels); OUTPUT_F32(2, hit);

void main() {
    uint n = ELEMENT;
    if (n >= samples) return;
    int best = 0;
    float top = float(logits[n * classes]);
    for (uint c = 1; c < classes; c++) {
        float v = float(logits[n * classes + c]);
        bool more = exceeds(v, top) && !isMissing(top);
        best = more ? int(c) : best;
        top = more ? v : top;
    }
    hit[n] = labels[n] == best ? 1.0 : 0.0;
}
