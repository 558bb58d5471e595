#version 460
// out = x * min(max(x + 3, 0), 6) / 6.
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"
#include "nan.glsl"

vec4 apply(vec4 x) { return x * limited(x + 3, 0, 6) * (1.0 / 6.0); }
