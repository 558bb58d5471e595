#version 460
// out = x tanh(log(1 + exp(x))) = x (n^2 + 2n) / (n^2 + 2n + 2) with n = exp(x), divided by n^2 where x > 0.
#extension GL_GOOGLE_include_directive : require
#include "unary.glsl"
#include "math.glsl"

vec4 apply(vec4 x) {
    vec4 e = expWithin(-abs(x));
    bvec4 positive = greaterThan(x, vec4(0));
    vec4 n = mix(e * (e + 2), 1 + 2 * e, positive);
    return x * n / (n + 2 * mix(vec4(1), e * e, positive));
}
