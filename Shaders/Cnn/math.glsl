// Elementary functions good to a few units in the last place. Vulkan allows its own much more error (log 2^-21 and sin 2^-11 absolute, atan 4096 units,
// pow what exp and log make of it), and devices use it. No branches: lanes compute all pieces and select. NaN stays NaN.
// Polynomials are those of Moshier's Cephes library (single precision) unless said otherwise.
#include "nan.glsl"
#define INFINITE uintBitsToFloat(0x7f800000u)
#define NOT_A_NUMBER uintBitsToFloat(0x7fc00000u)

// 2^n for -126 <= n <= 127.
vec4 powerOfTwo(ivec4 n) { return intBitsToFloat((n + 127) << 23); }

vec4 withSign(vec4 magnitude, vec4 sign) {
    return uintBitsToFloat((floatBitsToUint(magnitude) & 0x7fffffffu) | (floatBitsToUint(sign) & 0x80000000u));
}

// x = n ln 2 + r with |r| <= ln 2 / 2.
vec4 splitLn2(vec4 x, out vec4 n) {
    n = roundEven(x * 1.44269504);
    precise vec4 r = (x - n * 0.693359375) + n * 2.12194440e-4;
    return r;
}
// exp(r) - 1 - r for |r| <= ln 2 / 2.
vec4 expTail(vec4 r) {
    return (((((1.9875691500e-4 * r + 1.3981999507e-3) * r + 8.3334519073e-3) * r + 4.1665795894e-2) * r + 1.6666665459e-1) * r + 5.0000001201e-1) * r * r;
}
// exp(x), with x taken as -87 below and as 88 above.
vec4 expWithin(vec4 x) {
    vec4 n, r = splitLn2(clamp(x, vec4(-87), vec4(88)), n);
    return mix(((expTail(r) + r) + 1) * powerOfTwo(ivec4(n)), x, isMissing(x));
}
vec4 exponential(vec4 x) {
    vec4 n, r = splitLn2(clamp(x, vec4(-104), vec4(89)), n);
    // 2^n in two factors, so that results overflow and vanish where they should.
    ivec4 a = ivec4(n) >> 1, b = ivec4(n) - a;
    return mix(((expTail(r) + r) + 1) * powerOfTwo(a) * powerOfTwo(b), x, isMissing(x));
}
// exp(x) - 1, without cancellation near 0.
vec4 expMinus1(vec4 x) {
    vec4 n, r = splitLn2(clamp(x, vec4(-30), vec4(89)), n), s = powerOfTwo(ivec4(n) - 1);
    return mix(2 * (s * (expTail(r) + r) + (s - 0.5)), x, isMissing(x));
}

// x = m 2^e with sqrt(1/2) <= m < sqrt(2), for positive finite x.
vec4 splitPower(vec4 x, out vec4 e) {
    bvec4 small = lessThan(x, vec4(1.17549435e-38));
    ivec4 bits = floatBitsToInt(mix(x, x * 8388608.0, small)), power = (bits - 0x3f3504f3) >> 23;
    e = vec4(power) - mix(vec4(0), vec4(23), small);
    return intBitsToFloat(bits - (power << 23));
}
// log(1 + f) - f for sqrt(1/2) <= 1 + f < sqrt(2).
vec4 logTail(vec4 f) {
    vec4 z = f * f;
    vec4 p = ((((7.0376836292e-2 * f - 1.1514610310e-1) * f + 1.1676998740e-1) * f - 1.2420140846e-1) * f + 1.4249322787e-1) * f - 1.6668057665e-1;
    return (((p * f + 2.0000714765e-1) * f - 2.4999993993e-1) * f + 3.3333331174e-1) * f * z - 0.5 * z;
}
vec4 logarithm(vec4 x) {
    vec4 e, f = splitPower(x, e) - 1;
    vec4 y = (f + (logTail(f) - 2.12194440e-4 * e)) + 0.693359375 * e;
    y = mix(y, vec4(-INFINITE), equal(x, vec4(0)));
    y = mix(y, vec4(NOT_A_NUMBER), lessThan(x, vec4(0)));
    return mix(x, y, lessThan(x, vec4(INFINITE)));
}
// log(1 + x) for finite x, without cancellation near 0: log(w) is corrected by what rounding w = 1 + x lost (Kahan).
vec4 log1Plus(vec4 x) {
    precise vec4 w = 1 + x;
    precise vec4 kept = w - 1;
    return mix(logarithm(w) * (x / kept), x, equal(kept, vec4(0)));
}

vec4 logistic(vec4 x) { return 1 / (1 + expWithin(-x)); }
// log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)).
vec4 logOnePlusExp(vec4 x) { return max(x, vec4(0)) + log1Plus(expWithin(-abs(x))); }
vec4 hyperbolicTangent(vec4 x) {
    vec4 a = abs(x), z = x * x;
    vec4 small = ((((-5.70498872745e-3 * z + 2.06390887954e-2) * z - 5.37397155531e-2) * z + 1.33314422036e-1) * z - 3.33332819422e-1) * z * x + x;
    return mix(withSign(1 - 2 / (expWithin(2 * a) + 1), x), small, lessThan(a, vec4(0.625)));
}
// After N. Juffa's single-precision erff: a polynomial near 0, 1 - exp(polynomial) beyond.
vec4 errorFunction(vec4 x) {
    vec4 t = min(abs(x), vec4(4)), s = t * t, u = x * x;
    vec4 r = ((((-1.72853470e-5 * t + 3.83197126e-4) * s + (-3.88396438e-3 * t + 2.42546219e-2)) * t - 1.06777877e-1) * t - 6.34846687e-1) * t - 1.28717512e-1;
    vec4 small = ((((-5.96761703e-4 * u + 4.99119423e-3) * u - 2.67681349e-2) * u + 1.12819925e-1) * u - 3.76125336e-1) * u + 1.28379166e-1;
    return mix(mix(withSign(1 - expWithin(r * t - t), x), small * x + x, lessThan(t, vec4(0.927734375))), x, isMissing(x));
}

// x = n pi/2 + r with |r| <= pi/4; exact enough for |x| up to about 10^4, as n times the leading parts of pi/2 must fit a float.
vec4 splitQuarters(vec4 x, out ivec4 n) {
    vec4 q = roundEven(x * 0.636619772);
    n = ivec4(q);
    precise vec4 r = ((x - q * 1.5703125) - q * 4.837512969970703125e-4) - q * 7.54978995489188216e-8;
    return r;
}
vec4 sineWithin(vec4 r) { vec4 z = r * r; return ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r; }
vec4 cosineWithin(vec4 r) { vec4 z = r * r; return ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z - 0.5 * z + 1; }
// sin(x + quarters pi/2).
vec4 sineShifted(vec4 x, int quarters) {
    ivec4 n;
    vec4 r = splitQuarters(x, n);
    n += quarters;
    vec4 y = mix(sineWithin(r), cosineWithin(r), notEqual(n & 1, ivec4(0)));
    return mix(y, -y, notEqual(n & 2, ivec4(0)));
}

// asin(s) for 0 <= s <= sqrt(1/2), and for |x| > 1/2 of s = sqrt((1 - |x|) / 2), where |asin x| = pi/2 - 2 asin(s).
vec4 arcSineParts(vec4 x, out bvec4 big) {
    vec4 a = abs(x);
    big = greaterThan(a, vec4(0.5));
    vec4 z = mix(a * a, 0.5 * (1 - a), big), s = mix(a, sqrt(z), big);
    return ((((4.2163199048e-2 * z + 2.4181311049e-2) * z + 4.5470025998e-2) * z + 7.4953002686e-2) * z + 1.6666752422e-1) * z * s + s;
}
vec4 arcSine(vec4 x) {
    bvec4 big;
    vec4 p = arcSineParts(x, big), y = mix(p, 1.57079632679 - 2 * p, big);
    return mix(y, -y, lessThan(x, vec4(0)));
}
vec4 arcCosine(vec4 x) {
    bvec4 big, negative = lessThan(x, vec4(0));
    vec4 p = arcSineParts(x, big);
    return mix(1.57079632679 - mix(p, -p, negative), mix(2 * p, 3.14159265359 - 2 * p, negative), big);
}
vec4 arcTangent(vec4 x) {
    vec4 a = abs(x);
    bvec4 far = greaterThan(a, vec4(2.414213562373095)), middle = greaterThan(a, vec4(0.4142135623730950));
    vec4 t = mix(mix(a, (a - 1) / (a + 1), middle), -1 / a, far), base = mix(mix(vec4(0), vec4(0.785398163397), middle), vec4(1.57079632679), far), z = t * t;
    return withSign(base + ((((8.05374449538e-2 * z - 1.38776856032e-1) * z + 1.99777106478e-1) * z - 3.33329491539e-1) * z * t + t), x);
}

vec4 hyperbolicCosine(vec4 x) {
    // Half of exp by way of a smaller exponent: exp itself overflows earlier.
    vec4 e = exponential(abs(x) - 0.69314718056);
    return e + 0.25 / e;
}
vec4 hyperbolicSine(vec4 x) {
    vec4 e = exponential(abs(x) - 0.69314718056), z = x * x;
    vec4 small = ((2.03721912945e-4 * z + 8.33028376239e-3) * z + 1.66667160211e-1) * z * x + x;
    return mix(withSign(e - 0.25 / e, x), small, lessThan(abs(x), vec4(1)));
}
// log(x + sqrt(x^2 + 1)); where x^2 would overflow, log(2x).
vec4 areaSine(vec4 x) {
    vec4 a = min(abs(x), vec4(1e9)), z = a * a;
    vec4 y = mix(log1Plus(a + z / (1 + sqrt(1 + z))), logarithm(abs(x)) + 0.69314718056, greaterThanEqual(abs(x), vec4(1e9)));
    return mix(withSign(y, x), x, isMissing(x));
}
vec4 areaCosine(vec4 x) {
    vec4 t = min(x, vec4(1e9)) - 1;
    return mix(mix(log1Plus(t + sqrt(2 * t + t * t)), logarithm(x) + 0.69314718056, greaterThanEqual(x, vec4(1e9))), x, isMissing(x));
}
vec4 areaTangent(vec4 x) {
    vec4 a = abs(x);
    return withSign(mix(0.5 * log1Plus(2 * a / (1 - a)), mix(vec4(INFINITE), vec4(NOT_A_NUMBER), greaterThan(a, vec4(1))), greaterThanEqual(a, vec4(1))), x);
}

// The leading twelve bits.
vec4 leading(vec4 x) { return uintBitsToFloat(floatBitsToUint(x) & 0xfffff000u); }
// a^b as exp2(b (e + f)), e the exponent of a and f the logarithm of its mantissa; products that would round away digits are split.
vec4 power(vec4 a, vec4 b) {
    vec4 e, f = splitPower(abs(a), e) - 1;
    // log2(1 + f) in two parts, 1 / ln 2 being 1.4423828125 and a rest.
    vec4 fh = leading(f), l = fh * 1.4423828125, bh = leading(b), lh = leading(l);
    precise vec4 rest = fh * 3.12228388963e-4 + ((f - fh) + logTail(f)) * 1.44269504;
    vec4 c = clamp(b, vec4(-1e9), vec4(1e9)), total = clamp(c * e + c * (l + rest), vec4(-160), vec4(160)), n = roundEven(total);
    precise vec4 r = ((bh * e - n) + bh * lh) + ((b - bh) * (e + l) + bh * (l - lh) + b * rest);
    r = clamp(r, vec4(-1), vec4(1)) * 0.693147181;
    ivec4 i = ivec4(n), half1 = i >> 1;
    vec4 y = ((expTail(r) + r) + 1) * powerOfTwo(half1) * powerOfTwo(i - half1);
    // Whole exponents keep or turn the sign of a negative base; from 2^24 on all floats are even.
    vec4 whole = roundEven(clamp(b, vec4(-16777216), vec4(16777216)));
    bvec4 odd = notEqual(ivec4(whole) & 1, ivec4(0)), fraction = notEqual(b, roundEven(b));
    y = mix(y, mix(vec4(0), vec4(INFINITE), lessThan(b, vec4(0))), equal(a, vec4(0)));
    // Infinite bases and exponents: whether |a|^b grows or vanishes.
    vec4 grows = (abs(a) - 1) * b;
    bvec4 endless = greaterThanEqual(max(abs(a), abs(b)), vec4(INFINITE));
    y = mix(y, mix(mix(vec4(0), vec4(INFINITE), greaterThan(grows, vec4(0))), vec4(1), equal(abs(a), vec4(1))), endless);
    bvec4 negative = lessThan(a, vec4(0)), finite = lessThan(abs(b), vec4(INFINITE));
    y = mix(y, mix(mix(y, -y, odd), vec4(NOT_A_NUMBER), fraction), bvec4(uvec4(negative) * uvec4(finite)));
    y = mix(y, a + b, bvec4(uvec4(isMissing(a)) + uvec4(isMissing(b))));
    return mix(y, vec4(1), bvec4(uvec4(equal(a, vec4(1))) + uvec4(equal(b, vec4(0)))));
}
