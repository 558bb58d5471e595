#version 460
// out = x rounded towards zero.
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"

vec4 apply(vec4 x) { return trunc(x); }
