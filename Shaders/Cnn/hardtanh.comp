#version 460
// out = min(max(x, low), high).
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float low, high;
#include "unary.glsl"

vec4 apply(vec4 x) { return min(max(x, vec4(low)), vec4(high)); }
