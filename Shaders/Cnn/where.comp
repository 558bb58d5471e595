#version 460
// out = condition ? a : b, broadcast. Axes and strides as in broadcast.glsl, for three operands; the first axis is what is left, so its length is not
// given (push constants end at 128 bytes). Traffic: reads all three, writes one.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "ints.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool WIDE = false;
layout(constant_id = 1) const int AXES = 8;
layout(constant_id = 2) const bool SPLAT_C = false;
layout(constant_id = 3) const bool SPLAT_A = false;
layout(constant_id = 4) const bool SPLAT_B = false;
layout(constant_id = 5) const bool INTEGER = false;
layout(push_constant) uniform Push { uint count; uint dims[7]; uint strideC[8]; uint strideA[8]; uint strideB[8]; };
INPUT_I32(0, c); INPUT(1, a); INPUT(2, b); OUTPUT(3, result);
WIDE_INPUT_I32(0, wideC); WIDE_INPUT(1, wideA); WIDE_INPUT(2, wideB); WIDE_OUTPUT(3, wideResult);
INPUT_I32(1, intA); INPUT_I32(2, intB); OUTPUT_I32(3, intResult);
WIDE_INPUT_I32(1, wideIntA); WIDE_INPUT_I32(2, wideIntB); WIDE_OUTPUT_I32(3, wideIntResult);

Eight eightA(uint i) { return SPLAT_A ? Eight(vec4(a[i]), vec4(a[i])) : unpack8(wideA[i]); }
Eight eightB(uint i) { return SPLAT_B ? Eight(vec4(b[i]), vec4(b[i])) : unpack8(wideB[i]); }
EightInts eightC(uint i) { return SPLAT_C ? EightInts(ivec4(c[i]), ivec4(c[i])) : unpackInts(wideC[i]); }
EightInts eightIntA(uint i) { return SPLAT_A ? EightInts(ivec4(intA[i]), ivec4(intA[i])) : unpackInts(wideIntA[i]); }
EightInts eightIntB(uint i) { return SPLAT_B ? EightInts(ivec4(intB[i]), ivec4(intB[i])) : unpackInts(wideIntB[i]); }

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint rest = i, ic = 0, ia = 0, ib = 0;
    [[unroll]] for (int d = AXES - 1; d > 0; d--) {
        uint place;
        rest = divide(rest, dims[d - 1], place);
        ic += place * strideC[d];
        ia += place * strideA[d];
        ib += place * strideB[d];
    }
    ic += rest * strideC[0];
    ia += rest * strideA[0];
    ib += rest * strideB[0];
    if (WIDE) {
        EightInts t = eightC(ic);
        bvec4 lo = notEqual(t.lo, ivec4(0)), hi = notEqual(t.hi, ivec4(0));
        if (INTEGER) {
            EightInts x = eightIntA(ia), y = eightIntB(ib);
            wideIntResult[i] = packInts(EightInts(mix(y.lo, x.lo, lo), mix(y.hi, x.hi, hi)));
        } else {
            Eight x = eightA(ia), y = eightB(ib);
            wideResult[i] = pack8(Eight(mix(y.lo, x.lo, lo), mix(y.hi, x.hi, hi)));
        }
    } else if (INTEGER) {
        int x = intA[ia], y = intB[ib];
        intResult[i] = c[ic] != 0 ? x : y;
    } else {
        float x = float(a[ia]), y = float(b[ib]);
        result[i] = STORED(c[ic] != 0 ? x : y);
    }
}
