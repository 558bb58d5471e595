#version 460
// dx = dy * (s + x s (1 - s)), s = sigmoid(x).
#extension GL_GOOGLE_include_directive : require
#include "unary_grad.glsl"
#include "math.glsl"

vec4 slope(vec4 v) {
    vec4 s = logistic(v);
    return s + v * s * (1 - s);
}
