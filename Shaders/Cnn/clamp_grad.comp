#version 460
// dx = low <= x <= high ? dy : 0; 0 where x is NaN.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float low, high;
#define GATED
#include "unary_grad.glsl"

vec4 passed(vec4 v, vec4 dy) { return mix(vec4(0), mix(vec4(0), dy, lessThanEqual(v, vec4(high))), greaterThanEqual(v, vec4(low))); }
