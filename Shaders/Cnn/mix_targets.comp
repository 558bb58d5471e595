#version 460
// out[n] = share * t[n] + (1 - share) * t[n - 1], t given or 1 at the label; rows with label -1 are zero, rows beside one stay. f32 only. Traffic: one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool GIVEN = false;
layout(push_constant) uniform Push { uint count, samples, classes; };
INPUT_I32(0, labels); INPUT_F32(1, drawn); INPUT_F32(2, targets); OUTPUT_F32(3, result);

float target(uint n, uint c) { return GIVEN ? targets[n * classes + c] : labels[n] == int(c) ? 1.0 : 0.0; }

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint n = i / classes, c = i % classes, other = (n + samples - 1) % samples;
    float kept = labels[n] >= 0 && labels[other] >= 0 ? drawn[0] : 1.0;
    result[i] = labels[n] < 0 ? 0.0 : target(n, c) * kept + (kept < 1 ? target(other, c) * (1 - kept) : 0.0);
}
