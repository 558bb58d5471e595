#version 460
// out = a < b ? 0 : a == b ? 1/2 : 1, broadcast; 1 where either is NaN.
#extension GL_GOOGLE_include_directive : require
#define APPLY(a, b) (1 - 0.5 * (vec4(lessThan(a, b)) + vec4(lessThanEqual(a, b))))
#include "broadcast.glsl"
