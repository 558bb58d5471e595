#version 460
// out = d(a^b) / da = b a^(b - 1), 0 where b = 0; broadcast.
#extension GL_GOOGLE_include_directive : require
#include "math.glsl"
#define APPLY(a, b) mix((b) * power(a, (b) - 1), vec4(0), equal(b, vec4(0)))
#include "broadcast.glsl"
