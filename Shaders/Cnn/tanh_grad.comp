#version 460
// dx = dy * (1 - y^2).
#extension GL_GOOGLE_include_directive : require
#include "unary_grad.glsl"

vec4 slope(vec4 v) { return (1 - v) * (1 + v); }
