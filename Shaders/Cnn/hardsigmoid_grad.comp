#version 460
// dx = 0 < y < 1 ? alpha * dy : 0; 0 where y is NaN.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float alpha;
#define GATED
#include "unary_grad.glsl"

vec4 passed(vec4 v, vec4 dy) { return mix(vec4(0), mix(vec4(0), alpha * dy, lessThan(v, vec4(1))), greaterThan(v, vec4(0))); }
