#version 460
// dx = v > 0 ? dy : factor * dy.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float factor;
#include "unary_grad.glsl"

vec4 slope(vec4 v) { return mix(vec4(factor), vec4(1), greaterThan(v, vec4(0))); }
