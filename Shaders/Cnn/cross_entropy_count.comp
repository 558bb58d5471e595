#version 460
// What one sample's gradient is multiplied by: dy / number of labels that count. Traffic: one number a sample; one thread, batches being small.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 8) in;
layout(push_constant) uniform Push { uint samples; };
INPUT_I32(0, labels); INPUT_F32(1, dy); OUTPUT_F32(2, share);

void main() {
    if (gl_GlobalInvocationID.x > 0) return;
    float counted = 0;
    for (uint n = 0; n < samples; n++) counted += labels[n] < 0 ? 0.0 : 1.0;
    share[0] = dy[0] / max(counted, 1.0);
}
