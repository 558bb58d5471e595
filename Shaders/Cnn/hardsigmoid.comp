#version 460
// out = min(max(alpha * x + beta, 0), 1).
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float alpha, beta;
#include "unary.glsl"

vec4 apply(vec4 x) { return clamp(x * alpha + beta, vec4(0), vec4(1)); }
