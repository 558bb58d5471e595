#version 460
// dx = dy * (beta x > threshold ? 1 : sigmoid(beta x)).
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float beta, threshold;
#include "unary_grad.glsl"
#include "math.glsl"

vec4 slope(vec4 v) { return mix(logistic(v * beta), vec4(1), greaterThan(v * beta, vec4(threshold))); }
