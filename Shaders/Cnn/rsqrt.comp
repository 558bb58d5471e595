#version 460
// out = 1 / sqrt(x).
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"

vec4 apply(vec4 x) { return 1 / sqrt(x); }
