#version 460
// out = scale * (x > 0 ? x : alpha * (exp(x * inputScale) - 1)).
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float alpha, scale, inputScale;
#include "unary.glsl"
#include "math.glsl"

vec4 apply(vec4 x) { return scale * mix(x, alpha * expMinus1(min(x, vec4(0)) * inputScale), lessThanEqual(x, vec4(0))); }
