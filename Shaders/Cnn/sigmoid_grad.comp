#version 460
// dx = dy * y * (1 - y).
#extension GL_GOOGLE_include_directive : require
#include "unary_grad.glsl"

vec4 slope(vec4 v) { return v * (1 - v); }
