#version 460
// dx = low <= x <= high ? dy : 0.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float low, high;
#include "unary_grad.glsl"

vec4 slope(vec4 v) { return vec4(greaterThanEqual(v, vec4(low))) * vec4(lessThanEqual(v, vec4(high))); }
