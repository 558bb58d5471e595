#version 460
// out = a / b, broadcast; of I32 the quotient is cut towards zero, as C's, and 0 where b is 0.
#extension GL_GOOGLE_include_directive : require
#define APPLY(a, b) ((a) / (b))
#define APPLY_INT(a, b) quotientInts(a, b)
#include "broadcast.glsl"
