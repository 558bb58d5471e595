#version 460
// out = atanh(x).
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"
#include "math.glsl"

vec4 apply(vec4 x) { return areaTangent(x); }
