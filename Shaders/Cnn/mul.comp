#version 460
// out = a * b, broadcast.
#extension GL_GOOGLE_include_directive : require
#define APPLY(a, b) ((a) * (b))
#define APPLY_INT(a, b) ((a) * (b))
#include "broadcast.glsl"
