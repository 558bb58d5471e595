#version 460
// out = the less of a and b, broadcast; NaN where either is.
#extension GL_GOOGLE_include_directive : require
#include "nan.glsl"
#define APPLY(a, b) smaller(b, a)
#define APPLY_INT(a, b) min(a, b)
#include "broadcast.glsl"
