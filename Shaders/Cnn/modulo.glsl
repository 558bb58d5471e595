// Rests of divisions, with the dividend's sign (C's fmod and %) and with the divisor's (Python's %): of integers exact, of floats up to the rounding of
// the product where the quotient stays below 2^22, coarser beyond.
#extension GL_EXT_control_flow_attributes : require
#include "ints.glsl"

vec4 leadingBits(vec4 x) { return uintBitsToFloat(floatBitsToUint(x) & 0xfffff000u); }

// x - q y without rounding, for whole q <= x / y: the product in two parts (Dekker, 1971).
vec4 lessMultiple(vec4 x, vec4 q, vec4 y) {
    vec4 qh = leadingBits(q), yh = leadingBits(y);
    precise vec4 ql = q - qh, yl = y - yh, high = q * y;
    precise vec4 low = ((qh * yh - high) + qh * yl + ql * yh) + ql * yl;
    precise vec4 rest = (x - high) - low;
    return rest;
}
vec4 restOf(vec4 a, vec4 b) {
    vec4 x = abs(a), y = abs(b);
    // Quotients cut a little short never exceed the true one; three rounds of 22 bits, then less than two divisors are left.
    [[unroll]] for (int round = 0; round < 3; round++) x = lessMultiple(x, floor(x / y * (1 - 2.384185791015625e-7)), y);
    x = mix(x, x - y, greaterThanEqual(x, y));
    x = mix(x, abs(a), isinf(b));
    return mix(x, -x, lessThan(a, vec4(0)));
}
vec4 flooredRest(vec4 a, vec4 b) {
    vec4 rest = restOf(a, b);
    return mix(rest, rest + b, lessThan(sign(rest) * sign(b), vec4(0)));
}
ivec4 restOf(ivec4 a, ivec4 b) { return a - quotientInts(a, b) * b; }
ivec4 flooredRest(ivec4 a, ivec4 b) {
    ivec4 rest = restOf(a, b);
    return mix(rest, rest + b, lessThan(sign(rest) * sign(b), ivec4(0)));
}
