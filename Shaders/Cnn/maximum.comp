#version 460
// out = the greater of a and b, broadcast; NaN where either is.
#extension GL_GOOGLE_include_directive : require
#define APPLY(a, b) mix(mix(b, a, greaterThan(a, b)), a, isnan(a))
#define APPLY_INT(a, b) max(a, b)
#include "broadcast.glsl"
