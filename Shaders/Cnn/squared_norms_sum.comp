#version 460
// Adds up the parts of each row of squared_norms, a row a thread, in their order; f32 only. Traffic: reads the parts.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "far.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint rows; };
struct Row { Far source; uint count, chunk, start, scaling; };
INPUT_F32(0, sums); OUTPUT_F32(1, result);
TABLE(2, Row);

void main() {
    uint row = ELEMENT;
    if (row >= rows) return;
    uint start = table[row].start, parts = (table[row].count + table[row].chunk - 1) / table[row].chunk;
    float sum = 0;
    for (uint i = 0; i < parts; i++)
        sum += sums[start + i];
    result[row] = sum;
}
