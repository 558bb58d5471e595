#version 460
// The sum of the samples' losses over the number of labels that count; NaN where none does. Traffic: two numbers a sample; one thread, batches being small.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 8) in;
layout(push_constant) uniform Push { uint samples; };
INPUT_F32(0, loss); INPUT_I32(1, labels); OUTPUT_F32(2, mean);

void main() {
    if (gl_GlobalInvocationID.x > 0) return;
    float sum = 0, counted = 0;
    for (uint n = 0; n < samples; n++) {
        sum += loss[n];
        counted += labels[n] < 0 ? 0.0 : 1.0;
    }
    mean[0] = counted == 0 ? uintBitsToFloat(0x7fc00000u) : sum / counted;
}
