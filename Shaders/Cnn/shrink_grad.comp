#version 460
// dx = |x| > limit ? dy : 0.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float limit;
#include "unary_grad.glsl"

vec4 slope(vec4 v) { return vec4(greaterThan(v, vec4(limit))) + vec4(lessThan(v, vec4(-limit))); }
