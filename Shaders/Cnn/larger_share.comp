#version 460
// out = a > b ? 1 : a == b ? 1/2 : 0, broadcast.
#extension GL_GOOGLE_include_directive : require
#define APPLY(a, b) (0.5 * (vec4(greaterThan(a, b)) + vec4(greaterThanEqual(a, b))))
#include "broadcast.glsl"
