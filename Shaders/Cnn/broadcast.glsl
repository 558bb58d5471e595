// Elementwise ops of two operands with NumPy broadcasting: the including shader defines APPLY(a, b) on scalars and vec4.
// Axes in the result's memory order, slowest first, each with its stride in both operands (0 where one is repeated). WIDE takes eight elements a
// thread, of an operand whose innermost stride is 0 (SPLAT) one; strides of the other then count eights. Traffic: reads both operands, writes one.
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool WIDE = false;
layout(constant_id = 1) const int AXES = 6;
layout(constant_id = 2) const bool SPLAT_A = false;
layout(constant_id = 3) const bool SPLAT_B = false;
layout(push_constant) uniform Push { uint count; uint dims[6]; uint strideA[6]; uint strideB[6]; };

WIDE_INPUT(0, wideA); WIDE_INPUT(1, wideB); WIDE_OUTPUT(2, wideOut);
layout(std430, set = 0, binding = 0) readonly buffer NarrowA { STORED a[]; };
layout(std430, set = 0, binding = 1) readonly buffer NarrowB { STORED b[]; };
layout(std430, set = 0, binding = 2) writeonly buffer NarrowOut { STORED result[]; };

Eight eightA(uint i) { return SPLAT_A ? Eight(vec4(a[i]), vec4(a[i])) : unpack8(wideA[i]); }
Eight eightB(uint i) { return SPLAT_B ? Eight(vec4(b[i]), vec4(b[i])) : unpack8(wideB[i]); }

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
    if (WIDE) {
        Eight x = eightA(ia), y = eightB(ib);
        wideOut[i] = pack8(Eight(APPLY(x.lo, y.lo), APPLY(x.hi, y.hi)));
    } else {
        float x = float(a[ia]), y = float(b[ib]);
        result[i] = STORED(APPLY(x, y));
    }
}
