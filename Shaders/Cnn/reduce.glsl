// What reductions do with each number, on float and vec4: fold(a, b, v) takes v into the state (a, b), result(a, b) is what the state stands for.
// KIND as in ReduceOp.cs. STAGE: bit 0 where v are elements of x, not results of parts; bit 1 where the result is final.
#include "nan.glsl"
layout(constant_id = 1) const int KIND = 1;
layout(constant_id = 2) const int STAGE = 3;
const int MAX = 1, MIN = 2, PROD = 3, NORM_L1 = 4, NORM_L2 = 5, SUM_SQUARE = 6, LOG_SUM = 7, LOG_SUM_EXP = 8, PROD_NON_ZERO = 9, ZEROS = 10;
#define INFINITE uintBitsToFloat(0x7f800000u)

// The state of no numbers at all; b of it is 0.
float empty() {
    return KIND == MAX || KIND == LOG_SUM_EXP ? -INFINITE : KIND == MIN ? INFINITE : KIND == PROD || KIND == PROD_NON_ZERO ? 1.0 : 0.0;
}
// An element that changes no state.
float neutral() { return KIND == ZEROS ? 1.0 : empty(); }

// LOG_SUM_EXP keeps the largest so far and the sum of exp(v - largest), kept finite so that infinities do not make NaN of each other.
#define REDUCTION(T) \
    T mapped(T v) { \
        if ((STAGE & 1) == 0) return v; \
        if (KIND == NORM_L1) return abs(v); \
        if (KIND == NORM_L2 || KIND == SUM_SQUARE) return v * v; \
        if (KIND == ZEROS) return whetherZero(v); \
        if (KIND == PROD_NON_ZERO) return v + whetherZero(v); \
        return v; \
    } \
    void fold(inout T a, inout T b, T x) { \
        T v = mapped(x); \
        if (KIND == MAX) a = larger(a, v); \
        else if (KIND == MIN) a = smaller(a, v); \
        else if (KIND == PROD || KIND == PROD_NON_ZERO) a *= v; \
        else if (KIND == LOG_SUM_EXP) { \
            T top = larger(a, v), near = clamp(top, T(-3e38), T(3e38)); \
            b = b * exp(a - near) + exp(v - near); /* whatever it makes of NaN, a stays NaN */ \
            a = top; \
        } else a += v; \
    } \
    T result(T a, T b) { \
        if (KIND == LOG_SUM_EXP) return a + log(b); \
        if ((STAGE & 2) == 0) return a; \
        return KIND == NORM_L2 ? sqrt(a) : KIND == LOG_SUM ? log(a) : a; \
    }
REDUCTION(float)
REDUCTION(vec4)
