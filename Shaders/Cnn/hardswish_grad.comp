#version 460
// dx = dy * (|x| < 3 ? x / 3 + 1/2 : x > 0 ? 1 : 0).
#extension GL_GOOGLE_include_directive : require
#include "unary_grad.glsl"

vec4 slope(vec4 v) { return mix(vec4(greaterThan(v, vec4(0))), v * (1.0 / 3.0) + 0.5, lessThan(abs(v), vec4(3))); }
