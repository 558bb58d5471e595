#version 460
// The indices of the k foremost elements of every line: a thread counts how many come before its element, which is that one's place. Traffic: reads a
// line once for each of its elements.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#include "order.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const bool SMALLEST = false;
layout(push_constant) uniform Push { uint count, terms, inner, k; };
OUTPUT_I32(1, result);

int key(uint at) { return SMALLEST ? ~orderKey(at) : orderKey(at); }

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint column, line = divide(i, inner, column), mine, row = divide(line, terms, mine), first = row * terms * inner + column, before = 0;
    int own = key(i);
    for (uint j = 0; j < terms; j += 4) {
        [[unroll]] for (uint s = 0; s < 4; s++) {
            uint other = j + s;
            int theirs = key(first + min(other, terms - 1) * inner);
            before += other < terms && (theirs > own || (theirs == own && other < mine)) ? 1 : 0;
        }
    }
    if (before < k) result[(row * k + before) * inner + column] = int(mine);
}
