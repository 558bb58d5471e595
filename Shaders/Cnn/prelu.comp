#version 460
// out = a > 0 ? a : b * a, broadcast.
#extension GL_GOOGLE_include_directive : require
#define APPLY(a, b) mix((b) * (a), a, greaterThan(a, vec4(0)))
#include "broadcast.glsl"
