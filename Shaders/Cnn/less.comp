#version 460
// out = a < b, broadcast.
#extension GL_GOOGLE_include_directive : require
#define TRUTH
#define APPLY(a, b) lessThan((a), (b))
#define APPLY_INT(a, b) lessThan((a), (b))
#include "broadcast.glsl"
