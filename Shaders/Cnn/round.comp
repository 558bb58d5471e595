#version 460
// out = x rounded to the nearest whole number, halves to the even one.
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"

vec4 apply(vec4 x) { return roundEven(x); }
