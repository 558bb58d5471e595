#version 460
// Half a Gaussian window whose weights add up to 1: w[k] = exp(-k^2 / 2 sigma^2) / (w[0] + 2 (w[1] + ... + w[reach])). f32 only.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int reach; };
INPUT_F32(0, sigma); OUTPUT_F32(1, weights);

// A Gaussian narrower than this is one pixel all the same, and 0 / 0 is none.
float bell(int k) {
    if (k == 0) return 1; // whatever sigma is
    float t = float(k) / larger(sigma[0], 1e-3);
    return expWithin(vec4(-0.5 * t * t)).x * (t * t < 170.0 ? 1.0 : 0.0);
}

void main() {
    int k = int(gl_GlobalInvocationID.x);
    if (k > reach) return;
    float sum = 0;
    for (int i = reach; i > 0; i--) sum += bell(i);
    weights[k] = bell(k) / (1 + 2 * sum);
}
