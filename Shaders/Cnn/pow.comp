#version 460
// out = a to the power of b, broadcast; of I32 0 where a fraction would be cut to it.
#extension GL_GOOGLE_include_directive : require
#include "math.glsl"
#define APPLY(a, b) power(a, b)
#define APPLY_INT(a, b) powerInts(a, b)
// By repeated squaring; negative exponents leave only 1 and -1 whole.
ivec4 powerInts(ivec4 a, ivec4 b) {
    ivec4 result = ivec4(1), square = a, bits = max(b, ivec4(0));
    for (int i = 0; i < 31; i++) {
        result = mix(result, result * square, notEqual(bits & 1, ivec4(0)));
        square *= square;
        bits >>= 1;
    }
    ivec4 unit = mix(mix(ivec4(0), mix(ivec4(1), ivec4(-1), notEqual(b & 1, ivec4(0))), equal(a, ivec4(-1))), ivec4(1), equal(a, ivec4(1)));
    return mix(result, unit, lessThan(b, ivec4(0)));
}
#include "broadcast.glsl"
