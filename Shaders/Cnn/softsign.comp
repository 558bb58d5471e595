#version 460
// out = x / (1 + |x|).
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"

vec4 apply(vec4 x) { return x / (1 + abs(x)); }
