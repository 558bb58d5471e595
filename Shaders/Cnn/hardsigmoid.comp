#version 460
// out = min(max(alpha * x + beta, 0), 1).
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float alpha, beta;
#include "unary.glsl"
#include "nan.glsl"

vec4 apply(vec4 x) { return limited(x * alpha + beta, 0, 1); }
