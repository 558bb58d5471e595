#version 460
// out = x * (1 + erf(x / sqrt(2))) / 2; with TANH x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2.
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"
#include "math.glsl"
layout(constant_id = 1) const bool TANH = false;

vec4 apply(vec4 x) {
    if (TANH) return x * logistic(1.59576912161 * (x + 0.044715 * x * x * x));
    return 0.5 * x * (1 + errorFunction(x * 0.707106781187));
}
