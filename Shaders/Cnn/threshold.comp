#version 460
// out = x > limit ? x : value.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float limit, value;
#include "unary.glsl"

vec4 apply(vec4 x) { return mix(vec4(value), x, greaterThan(x, vec4(limit))); }
