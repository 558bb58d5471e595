#version 460
// dx of a reduction from x, its output y and dy, repeated along the reduced axes (stride 0). WIDE takes eight elements a thread, of y and dy one for all
// where they are repeated along the innermost axis (SPLAT). Traffic: reads x, y and dy, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool WIDE = false;
layout(constant_id = 1) const int KIND = 1;
layout(constant_id = 2) const int AXES = 8;
layout(constant_id = 3) const bool SPLAT = false;
layout(push_constant) uniform Push { uint count; uint dims[8]; uint strides[8]; };
INPUT(0, x); INPUT(1, y); INPUT(2, dy); OUTPUT(3, dx);
WIDE_INPUT(0, wideX); WIDE_INPUT(1, wideY); WIDE_INPUT(2, wideDy); WIDE_OUTPUT(3, wideDx);
const int MAX = 1, MIN = 2, PROD = 3, NORM_L1 = 4, NORM_L2 = 5, SUM_SQUARE = 6, LOG_SUM = 7, LOG_SUM_EXP = 8;

float same(float a, float b) { return a == b ? 1.0 : 0.0; }
vec4 same(vec4 a, vec4 b) { return vec4(equal(a, b)); }

// Divisors that are zero are made one: what they divide is zero then.
#define GRADIENT(T) T gradient(T x, T y, T dy) { \
    T isZero = whetherZero(x); \
    if (KIND == MAX || KIND == MIN) return dy * same(x, y); \
    if (KIND == PROD) return dy * (1 - isZero) * y / (x + isZero); \
    if (KIND == NORM_L1) return dy * signOf(x); \
    if (KIND == NORM_L2) return dy * x / (y + whetherZero(y)); \
    if (KIND == SUM_SQUARE) return 2 * x * dy; \
    if (KIND == LOG_SUM) return dy * exp(-y); \
    if (KIND == LOG_SUM_EXP) return dy * exp(x - y); \
    return dy * y * isZero; \
}
GRADIENT(float)
GRADIENT(vec4)

Eight splat(float v) { return Eight(vec4(v), vec4(v)); }

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint rest = i, at = 0;
    [[unroll]] for (int d = AXES - 1; d > 0; d--) {
        uint place;
        rest = divide(rest, dims[d], place);
        at += place * strides[d];
    }
    at += rest * strides[0];
    if (WIDE) {
        Eight v = unpack8(wideX[i]), w, g;
        if (SPLAT) {
            w = splat(float(y[at]));
            g = splat(float(dy[at]));
        } else {
            w = unpack8(wideY[at]);
            g = unpack8(wideDy[at]);
        }
        wideDx[i] = pack8(Eight(gradient(v.lo, w.lo, g.lo), gradient(v.hi, w.hi, g.hi)));
    } else {
        dx[i] = STORED(gradient(float(x[i]), float(y[at]), float(dy[at])));
    }
}
