#version 460
// out = erf(x).
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"
#include "math.glsl"

vec4 apply(vec4 x) { return errorFunction(x); }
