#version 460
// out = the greater of a and b, broadcast; NaN where either is.
#extension GL_GOOGLE_include_directive : require
#include "nan.glsl"
#define APPLY(a, b) larger(b, a)
#define APPLY_INT(a, b) max(a, b)
#include "broadcast.glsl"
