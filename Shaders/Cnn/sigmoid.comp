#version 460
// out = 1 / (1 + exp(-x)).
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"
#include "math.glsl"

vec4 apply(vec4 x) { return logistic(x); }
