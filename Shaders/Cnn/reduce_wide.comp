#version 460
// A reduction of x seen as [outer, rows, columns of eight]: a thread takes a run of rows of its columns. ALONG: rows are eights of one line (inner = 1),
// brought together at the end. Result [parts, outer, columns]. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#include "reduce.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool ALONG = false;
layout(push_constant) uniform Push { uint blocks, columns, rows, parts, most, terms; float factor; };
WIDE_INPUT(0, x);
WIDE_OUTPUT(1, wideFinal); WIDE_OUTPUT_F32(1, widePartial);
OUTPUT(1, final); OUTPUT_F32(1, partial);

void main() {
    uint i = ELEMENT;
    if (i >= blocks * parts) return;
    uint column, block, part = divide(i, blocks, block), first = ALONG ? block * rows : divide(block, columns, column) * rows * columns + column;
    Eight a = Eight(vec4(empty()), vec4(empty())), b = Eight(vec4(0), vec4(0));
    for (uint r = part * most; r < min(part * most + most, rows); r++) {
        Eight v = unpack8(x[first + r * columns]);
        if (ALONG) {
            // Only the last eight of a lone line can be cut short; what lies beyond may be anything.
            ivec4 left = ivec4(int(terms) - int(r) * 8);
            v.lo = mix(vec4(neutral()), v.lo, lessThan(ivec4(0, 1, 2, 3), left));
            v.hi = mix(vec4(neutral()), v.hi, lessThan(ivec4(4, 5, 6, 7), left));
        }
        fold(a.lo, b.lo, v.lo);
        fold(a.hi, b.hi, v.hi);
    }
    if (ALONG) {
        float top = empty(), sum = 0;
        if (KIND == LOG_SUM_EXP) {
            vec4 lo = result(a.lo, b.lo), hi = result(a.hi, b.hi);
            [[unroll]] for (int k = 0; k < 4; k++) {
                fold(top, sum, lo[k]);
                fold(top, sum, hi[k]);
            }
        } else {
            // The states are mapped already.
            vec4 s = KIND == MAX ? larger(a.lo, a.hi) : KIND == MIN ? smaller(a.lo, a.hi) : KIND == PROD || KIND == PROD_NON_ZERO ? a.lo * a.hi : a.lo + a.hi;
            top = KIND == MAX ? larger(larger(s.x, s.y), larger(s.z, s.w)) : KIND == MIN ? smaller(smaller(s.x, s.y), smaller(s.z, s.w))
                : KIND == PROD || KIND == PROD_NON_ZERO ? s.x * s.y * (s.z * s.w) : s.x + s.y + (s.z + s.w);
        }
        if ((STAGE & 2) != 0) final[i] = STORED(result(top, sum)); else partial[i] = result(top, sum);
    } else {
        Eight y = Eight(result(a.lo, b.lo), result(a.hi, b.hi));
        if ((STAGE & 2) != 0) wideFinal[i] = pack8(y); else widePartial[i] = pack8f(y);
    }
}
