#version 460
// out[o, d, i] = indices[o, i] == d ? on : off; both are the bits of an element. Traffic: reads the indices, writes the result.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, inner, depth; float on, off; };
INPUT_I32(0, indices); OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint column, line = divide(i, inner, column), mine, row = divide(line, depth, mine);
    int index = indices[row * inner + column];
    result[i] = STORED(uint(index < 0 ? index + int(depth) : index) == mine ? on : off);
}
