#version 460
// dx = 0 < y < 1 ? alpha * dy : 0.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float alpha;
#include "unary_grad.glsl"

vec4 slope(vec4 v) { return alpha * vec4(greaterThan(v, vec4(0))) * vec4(lessThan(v, vec4(1))); }
