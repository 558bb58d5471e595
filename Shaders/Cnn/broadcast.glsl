// Elementwise ops of two operands with NumPy broadcasting: the including shader defines APPLY(a, b) on scalars and vec4.
// Traffic: reads both operands, writes one; same-shape operands go eight elements a thread, others one.
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool SAME_SHAPE = false;
layout(push_constant) uniform Push { uint count; uint dims[6]; uint strideA[6]; uint strideB[6]; };

WIDE_INPUT(0, wideA); WIDE_INPUT(1, wideB); WIDE_OUTPUT(2, wideOut);
layout(std430, set = 0, binding = 0) readonly buffer NarrowA { STORED a[]; };
layout(std430, set = 0, binding = 1) readonly buffer NarrowB { STORED b[]; };
layout(std430, set = 0, binding = 2) writeonly buffer NarrowOut { STORED result[]; };

void main() {
    uint i = ELEMENT;
    if (SAME_SHAPE) {
        if (i * 8 >= count) return;
        Eight x = unpack8(wideA[i]), y = unpack8(wideB[i]);
        wideOut[i] = pack8(Eight(APPLY(x.lo, y.lo), APPLY(x.hi, y.hi)));
    } else {
        if (i >= count) return;
        uint rest = i, ia = 0, ib = 0;
        [[unroll]] for (int d = 5; d >= 0; d--) {
            uint at = rest % dims[d];
            rest /= dims[d];
            ia += at * strideA[d];
            ib += at * strideB[d];
        }
        float x = float(a[ia]), y = float(b[ib]);
        result[i] = STORED(APPLY(x, y));
    }
}
