#version 460
// out = a / b, broadcast; of I32 the quotient is cut towards zero, as C's, and 0 where b is 0.
#extension GL_GOOGLE_include_directive : require
#define APPLY(a, b) ((a) / (b))
#define APPLY_INT(a, b) quotientInts(a, b)
// Neither a zero divisor nor the most negative number by -1 may reach the processor's division.
ivec4 quotientInts(ivec4 a, ivec4 b) {
    bvec4 plain = notEqual(uvec4(b + 1) & ~1u, uvec4(0));
    return mix(a * b, a / mix(ivec4(1), b, plain), plain);
}
#include "broadcast.glsl"
