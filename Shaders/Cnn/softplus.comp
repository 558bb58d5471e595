#version 460
// out = beta x > threshold ? x : log(1 + exp(beta x)) / beta.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float beta, threshold;
#include "unary.glsl"
#include "math.glsl"

vec4 apply(vec4 x) { return mix(logOnePlusExp(x * beta) / beta, x, greaterThan(x * beta, vec4(threshold))); }
