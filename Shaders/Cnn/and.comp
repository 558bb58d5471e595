#version 460
// out = a and b of truth values, broadcast.
#extension GL_GOOGLE_include_directive : require
#define APPLY_INT(a, b) ((a) & (b))
#include "broadcast.glsl"
