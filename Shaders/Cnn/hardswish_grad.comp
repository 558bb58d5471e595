#version 460
// dx = x <= -3 ? 0 : x >= 3 ? dy : dy * (x / 3 + 1/2).
#extension GL_GOOGLE_include_directive : require
#define GATED
#include "unary_grad.glsl"

vec4 passed(vec4 v, vec4 dy) { return mix(mix(dy * (v * (1.0 / 3.0) + 0.5), dy, greaterThanEqual(v, vec4(3))), vec4(0), lessThanEqual(v, vec4(-3))); }
