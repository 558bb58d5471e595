#version 460
// dx = dy * (Phi(x) + x phi(x)); with TANH the derivative of the approximation.
#extension GL_GOOGLE_include_directive : require
#include "unary_grad.glsl"
#include "math.glsl"
layout(constant_id = 1) const bool TANH = false;

vec4 slope(vec4 v) {
    if (TANH) {
        vec4 s = logistic(1.59576912161 * (v + 0.044715 * v * v * v));
        vec4 w = clamp(v, vec4(-20), vec4(20));
        return s + w * s * (1 - s) * (1.59576912161 + 0.21406437 * w * w);
    }
    return 0.5 * (1 + errorFunction(v * 0.707106781187)) + 0.398942280401 * v * expWithin(-0.5 * v * v);
}
