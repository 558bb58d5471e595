// Elementwise ops of two operands with NumPy broadcasting. The including shader defines, on vec4 and ivec4, what it can do: APPLY(a, b) for F32,
// APPLY_INT(a, b) for I32 and Bool; with TRUTH the results are truth values (bvec4, stored as I32 0 or 1), otherwise of the operands' type.
// Axes in the result's memory order, slowest first, each with its stride in both operands (0 where one is repeated). WIDE takes eight elements a
// thread, of an operand whose innermost stride is 0 (SPLAT) one; strides of the other then count eights. Traffic: reads both operands, writes one.
#include "tensor.glsl"
#include "ints.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool WIDE = false;
layout(constant_id = 1) const int AXES = 8;
layout(constant_id = 2) const bool SPLAT_A = false;
layout(constant_id = 3) const bool SPLAT_B = false;
layout(constant_id = 4) const bool INTEGER = false;
layout(push_constant) uniform Push { uint count; uint dims[8]; uint strideA[8]; uint strideB[8]; };

#ifdef APPLY
WIDE_INPUT(0, wideA); WIDE_INPUT(1, wideB);
INPUT(0, a); INPUT(1, b);
Eight eightA(uint i) { return SPLAT_A ? Eight(vec4(a[i]), vec4(a[i])) : unpack8(wideA[i]); }
Eight eightB(uint i) { return SPLAT_B ? Eight(vec4(b[i]), vec4(b[i])) : unpack8(wideB[i]); }
#ifndef TRUTH
WIDE_OUTPUT(2, wideResult); OUTPUT(2, result);
#endif
#endif
#ifdef APPLY_INT
WIDE_INPUT_I32(0, wideIntA); WIDE_INPUT_I32(1, wideIntB);
INPUT_I32(0, intA); INPUT_I32(1, intB);
EightInts eightIntA(uint i) { return SPLAT_A ? EightInts(ivec4(intA[i]), ivec4(intA[i])) : unpackInts(wideIntA[i]); }
EightInts eightIntB(uint i) { return SPLAT_B ? EightInts(ivec4(intB[i]), ivec4(intB[i])) : unpackInts(wideIntB[i]); }
#endif
#if defined(APPLY_INT) || defined(TRUTH)
WIDE_OUTPUT_I32(2, wideIntResult); OUTPUT_I32(2, intResult);
#endif

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint rest = i, ia = 0, ib = 0;
    [[unroll]] for (int d = AXES - 1; d > 0; d--) {
        uint place;
        rest = divide(rest, dims[d], place);
        ia += place * strideA[d];
        ib += place * strideB[d];
    }
    ia += rest * strideA[0];
    ib += rest * strideB[0];
#ifdef APPLY_INT
    if (INTEGER) {
        if (WIDE) {
            EightInts x = eightIntA(ia), y = eightIntB(ib);
            wideIntResult[i] = packInts(EightInts(ivec4(APPLY_INT(x.lo, y.lo)), ivec4(APPLY_INT(x.hi, y.hi))));
        } else {
            ivec4 x = ivec4(intA[ia]), y = ivec4(intB[ib]);
            intResult[i] = ivec4(APPLY_INT(x, y)).x;
        }
        return;
    }
#endif
#ifdef APPLY
    if (WIDE) {
        Eight x = eightA(ia), y = eightB(ib);
#ifdef TRUTH
        wideIntResult[i] = packInts(EightInts(ivec4(APPLY(x.lo, y.lo)), ivec4(APPLY(x.hi, y.hi))));
#else
        wideResult[i] = pack8(Eight(APPLY(x.lo, y.lo), APPLY(x.hi, y.hi)));
#endif
    } else {
        vec4 x = vec4(a[ia]), y = vec4(b[ib]);
#ifdef TRUTH
        intResult[i] = ivec4(APPLY(x, y)).x;
#else
        result[i] = STORED((APPLY(x, y)).x);
#endif
    }
#endif
}
