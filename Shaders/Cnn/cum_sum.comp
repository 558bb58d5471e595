#version 460
// Running sums along a line, from element `first` to `last` (from the other end if REVERSE); what came before is taken from the result. Traffic: one
// read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool INTEGER = false;
layout(constant_id = 1) const bool EXCLUSIVE = false;
layout(constant_id = 2) const bool REVERSE = false;
layout(push_constant) uniform Push { uint lines, terms, inner, first, last; };
INPUT(0, x); INOUT(1, result);
INPUT_I32(0, xInts); layout(std430, set = 0, binding = 1) buffer Ints { int resultInts[]; };

void main() {
    uint i = ELEMENT;
    if (i >= lines) return;
    uint column, row = divide(i, inner, column), base = row * terms * inner + column;
    float sum = 0;
    int total = 0;
    if (first > 0) {
        uint at = base + (REVERSE ? terms - first : first - 1) * inner;
        if (INTEGER) total = resultInts[at] + (EXCLUSIVE ? xInts[at] : 0);
        else sum = float(result[at]) + (EXCLUSIVE ? float(x[at]) : 0);
    }
    for (uint k = first; k < last; k++) {
        uint at = base + (REVERSE ? terms - 1 - k : k) * inner;
        if (INTEGER) {
            int next = total + xInts[at];
            resultInts[at] = EXCLUSIVE ? total : next;
            total = next;
        } else {
            float next = sum + float(x[at]);
            result[at] = STORED(EXCLUSIVE ? sum : next);
            sum = next;
        }
    }
}
