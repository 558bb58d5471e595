#version 460
// dx = dy / (1 + |x|)^2.
#extension GL_GOOGLE_include_directive : require
#include "unary_grad.glsl"

vec4 slope(vec4 v) {
    vec4 d = 1 + abs(v);
    return 1 / (d * d);
}
