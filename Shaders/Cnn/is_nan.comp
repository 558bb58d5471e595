#version 460
// out = whether x is NaN.
#extension GL_GOOGLE_include_directive : require
#define TRUTH
#include "unary.glsl"

bvec4 apply(vec4 x) { return greaterThan(floatBitsToUint(x) & 0x7fffffffu, uvec4(0x7f800000u)); }
