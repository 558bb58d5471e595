#version 460
// out = the less of a and b, broadcast; NaN where either is.
#extension GL_GOOGLE_include_directive : require
#define APPLY(a, b) mix(mix(b, a, lessThan(a, b)), a, isnan(a))
#define APPLY_INT(a, b) min(a, b)
#include "broadcast.glsl"
