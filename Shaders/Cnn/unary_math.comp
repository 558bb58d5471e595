#version 460
// out = f(x), f being one of the elementary functions; KIND as in UnaryMath.
#extension GL_GOOGLE_include_directive : require
#define INTEGERS
#include "unary.glsl"
#include "math.glsl"
#include "nan.glsl"
layout(constant_id = 1) const int KIND = 0;

vec4 apply(vec4 x) {
    switch (KIND) {
        case 0: return abs(x); // Abs
        case 1: return arcCosine(x); // Acos
        case 2: return areaCosine(x); // Acosh
        case 3: return arcSine(x); // Asin
        case 4: return areaSine(x); // Asinh
        case 5: return arcTangent(x); // Atan
        case 6: return areaTangent(x); // Atanh
        case 7: return ceil(x); // Ceil
        case 8: return sineShifted(x, 1); // Cos
        case 9: return hyperbolicCosine(x); // Cosh
        case 10: return errorFunction(x); // Erf
        case 11: return exponential(x); // Exp
        case 12: return floor(x); // Floor
        case 13: return logarithm(x); // Log
        case 14: return -x; // Neg
        case 15: return 1 / x; // Reciprocal
        case 16: return roundEven(x); // Round
        case 17: return 1 / sqrt(x); // Rsqrt
        case 18: return signOf(x); // Sign
        case 19: return sineShifted(x, 0); // Sin
        case 20: return hyperbolicSine(x); // Sinh
        case 21: return sqrt(x); // Sqrt
        case 22: return x * x; // Square
        case 23: return sineShifted(x, 0) / sineShifted(x, 1); // Tan
        case 24: return trunc(x); // Trunc
    }
    return x;
}

ivec4 apply(ivec4 x) {
    switch (KIND) {
        case 0: return abs(x); // Abs
        case 14: return -x; // Neg
        case 18: return sign(x); // Sign
    }
    return x;
}
