#version 460
// out = the rest of a / b with the sign of the dividend, broadcast.
#extension GL_GOOGLE_include_directive : require
#include "modulo.glsl"
#define APPLY(a, b) restOf(a, b)
#define APPLY_INT(a, b) restOf(a, b)
#include "broadcast.glsl"
