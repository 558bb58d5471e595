#version 460
// dx = dy * sigmoid(-x).
#extension GL_GOOGLE_include_directive : require
#include "unary_grad.glsl"
#include "math.glsl"

vec4 slope(vec4 v) { return logistic(-v); }
