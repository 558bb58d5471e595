#version 460
// target[index[k], i] = x[k, i], nothing where the index lies outside. A row has `inner` units of eight elements or of one. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool WIDE = true;
layout(push_constant) uniform Push { uint count, inner, rows; };
INPUT_I32(0, index);
INPUT(1, x); WIDE_INPUT(1, xWide);
OUTPUT_F32(2, result); WIDE_OUTPUT_F32(2, resultWide);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint column, k = divide(i, inner, column);
    int row = index[k];
    if (row < 0 || row >= int(rows)) return;
    uint to = uint(row) * inner + column;
    if (WIDE) resultWide[to] = pack8f(unpack8(xWide[i]));
    else result[to] = float(x[i]);
}
