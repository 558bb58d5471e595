#version 460
// out = min(max(x, low), high); NaN stays.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float low, high;
#include "unary.glsl"
#include "nan.glsl"

vec4 apply(vec4 x) { return limited(x, low, high); }
