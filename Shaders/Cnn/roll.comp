#version 460
// out[n, h, w] = x[n, h - dy mod height, w - dx mod width], (dy, dx) read at every run; backwards with plus. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "roll.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, blocks, height, width, back; };
BLOCKS_IN(0, x) INPUT_I32(1, shifts); BLOCKS_OUT(2, result)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, column, row, n = divide(divide(divide(i, blocks, block), width, column), height, row);
    row = within(row + onward(shifts[0], height, back != 0), height);
    column = within(column + onward(shifts[1], width, back != 0), width);
    store_result(i, load_x(((n * height + row) * width + column) * blocks + block));
}
