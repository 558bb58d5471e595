#version 460
// out = a > 0 ? 1 : b, broadcast.
#extension GL_GOOGLE_include_directive : require
#define APPLY(a, b) mix(b, vec4(1), greaterThan(a, vec4(0)))
#include "broadcast.glsl"
