#version 460
// out = x rounded down.
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"

vec4 apply(vec4 x) { return floor(x); }
