#version 460
// dx = dy * scale * (x <= 0 ? alpha * inputScale * exp(x * inputScale) : 1).
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float alpha, scale, inputScale;
#include "unary_grad.glsl"
#include "math.glsl"

vec4 slope(vec4 v) { return scale * mix(vec4(1), alpha * inputScale * expWithin(min(v, vec4(0)) * inputScale), lessThanEqual(v, vec4(0))); }
