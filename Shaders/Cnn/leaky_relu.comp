#version 460
// out = x > 0 ? x : slope * x.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float factor;
#include "unary.glsl"

vec4 apply(vec4 x) { return mix(x * factor, x, greaterThan(x, vec4(0))); }
