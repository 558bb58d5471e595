#version 460
// out = the sign of x.
#extension GL_GOOGLE_include_directive : require
#define INTEGERS
#include "unary.glsl"

vec4 apply(vec4 x) { return sign(x); }
ivec4 apply(ivec4 x) { return sign(x); }
