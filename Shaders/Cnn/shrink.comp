#version 460
// out = x < -limit ? x + bias : x > limit ? x - bias : 0.
#extension GL_GOOGLE_include_directive : require
#define PARAMETERS float limit, bias;
#include "unary.glsl"

vec4 apply(vec4 x) {
    vec4 y = mix(vec4(0), x - bias, greaterThan(x, vec4(limit)));
    return mix(y, x + bias, lessThan(x, vec4(-limit)));
}
