#version 460
// Sums of x seen as [outer, rows, columns of eight]: a thread sums a run of rows of its columns. ALONG: rows are eights of one line (inner = 1),
// added across at the end. Result [parts, outer, columns]. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool ALONG = false;
layout(push_constant) uniform Push { uint blocks, columns, rows, parts, most, terms; float factor; };
WIDE_INPUT(0, x);
WIDE_OUTPUT_F32(1, wide);
OUTPUT_F32(1, narrow);

void main() {
    uint i = ELEMENT;
    if (i >= blocks * parts) return;
    uint block, part = divide(i, blocks, block), first = ALONG ? block * rows : block / columns * rows * columns + block % columns;
    Eight sum = Eight(vec4(0), vec4(0));
    for (uint r = part * most; r < min(part * most + most, rows); r++) {
        Eight v = unpack8(x[first + r * columns]);
        if (ALONG) {
            // Only the last eight of a lone line can be cut short; what lies beyond may be anything.
            ivec4 left = ivec4(int(terms) - int(r) * 8);
            v.lo = mix(vec4(0), v.lo, lessThan(ivec4(0, 1, 2, 3), left));
            v.hi = mix(vec4(0), v.hi, lessThan(ivec4(4, 5, 6, 7), left));
        }
        sum.lo += v.lo;
        sum.hi += v.hi;
    }
    if (ALONG) {
        vec4 s = sum.lo + sum.hi;
        narrow[i] = (s.x + s.y + (s.z + s.w)) * factor;
    } else {
        wide[i] = pack8f(Eight(sum.lo * factor, sum.hi * factor));
    }
}
