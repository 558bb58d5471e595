#version 460
// out = |x| <= limit ? 0 : x < -limit ? x + bias : x - bias; NaN stays.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float limit, bias;
#include "unary.glsl"

vec4 apply(vec4 x) {
    return mix(mix(x - bias, x + bias, lessThan(x, vec4(-limit))), vec4(0), lessThanEqual(abs(x), vec4(limit)));
}
