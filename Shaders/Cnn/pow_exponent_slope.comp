#version 460
// out = d(a^b) / db = a^b log(a), 0 where a = 0 and b >= 0; broadcast.
#extension GL_GOOGLE_include_directive : require
#include "math.glsl"
#define APPLY(a, b) mix(power(a, b) * logarithm(a), vec4(0), bvec4(uvec4(equal(a, vec4(0))) * uvec4(greaterThanEqual(b, vec4(0)))))
#include "broadcast.glsl"
