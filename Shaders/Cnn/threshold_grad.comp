#version 460
// dx = x <= limit ? 0 : dy, so that dy passes where x is NaN.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float limit;
#define GATED
#include "unary_grad.glsl"

vec4 passed(vec4 v, vec4 dy) { return mix(dy, vec4(0), lessThanEqual(v, vec4(limit))); }
