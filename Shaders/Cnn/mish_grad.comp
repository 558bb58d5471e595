#version 460
// dx = dy * (t + x (1 - t^2) sigmoid(x)), t = tanh(log(1 + exp(x))).
#extension GL_GOOGLE_include_directive : require
#include "unary_grad.glsl"
#include "math.glsl"

vec4 slope(vec4 v) {
    vec4 e = expWithin(-abs(v));
    bvec4 positive = greaterThan(v, vec4(0));
    vec4 n = mix(e * (e + 2), 1 + 2 * e, positive), t = n / (n + 2 * mix(vec4(1), e * e, positive));
    vec4 s = mix(e, vec4(1), positive) / (1 + e);
    return t + v * (1 - t) * (1 + t) * s;
}
