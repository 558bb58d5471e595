#version 460
// out = -x.
#extension GL_GOOGLE_include_directive : require
#define INTEGERS
#include "unary.glsl"

vec4 apply(vec4 x) { return -x; }
ivec4 apply(ivec4 x) { return -x; }
