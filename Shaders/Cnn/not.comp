#version 460
// out = not x, of truth values.
#extension GL_GOOGLE_include_directive : require
#define INTEGERS
#include "unary.glsl"

// Truth values are never F32.
vec4 apply(vec4 x) { return vec4(equal(x, vec4(0))); }
ivec4 apply(ivec4 x) { return ivec4(equal(x, ivec4(0))); }
