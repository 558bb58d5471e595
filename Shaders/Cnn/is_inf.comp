#version 460
// out = whether x is infinite, of a wanted sign.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS uint negative, positive;
#define TRUTH
#include "unary.glsl"
#define INFINITE uintBitsToFloat(0x7f800000u)

bvec4 apply(vec4 x) { return bvec4(uvec4(equal(x, vec4(INFINITE))) * positive + uvec4(equal(x, vec4(-INFINITE))) * negative); }
