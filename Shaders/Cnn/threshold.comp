#version 460
// out = x <= limit ? value : x; NaN stays.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float limit, value;
#include "unary.glsl"

vec4 apply(vec4 x) { return mix(x, vec4(value), lessThanEqual(x, vec4(limit))); }
