#version 460
// dx = y <= low or y >= high ? 0 : dy, so that dy passes where y is NaN.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float low, high;
#define GATED
#include "unary_grad.glsl"

vec4 passed(vec4 v, vec4 dy) { return mix(mix(dy, vec4(0), lessThanEqual(v, vec4(low))), vec4(0), greaterThanEqual(v, vec4(high))); }
