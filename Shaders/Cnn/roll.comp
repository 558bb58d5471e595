#version 460
// out[n, h, w] = x[n, h - dy mod height, w - dx mod width], (dy, dx) read at every run; backwards with plus. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, blocks, height, width, back; };
BLOCKS_IN(0, x) INPUT_I32(1, shifts); BLOCKS_OUT(2, result)

// How far on the source of a place lies, in [0, size): -shift, or shift backwards, mod size. ~s = -s - 1, so that no shift overflows.
uint onward(int shift, uint size) {
    uint rest = remainder(uint(shift < 0 ? ~shift : shift), size);
    uint forward = shift < 0 ? size - 1 - rest : rest;
    return back != 0 || forward == 0 ? forward : size - forward;
}

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, column, row, n = divide(divide(divide(i, blocks, block), width, column), height, row);
    row += onward(shifts[0], height);
    column += onward(shifts[1], width);
    row -= row < height ? 0 : height;
    column -= column < width ? 0 : width;
    store_result(i, load_x(((n * height + row) * width + column) * blocks + block));
}
