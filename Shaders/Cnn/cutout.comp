#version 460
// out = 0 within each image's random square, else x. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "philox.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, blocks, height, width, size, id, hasStep; };
BLOCKS_IN(0, x) INPUT_I32(1, key); BLOCKS_OUT(2, result)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, column, row, n = divide(divide(divide(i, blocks, block), width, column), height, row);
    vec4 u = uniform4(randomWords(uint(key[0]), hasStep != 0 ? uint(key[1]) : 0, id, n));
    uint top = min(uint(u.x * float(height)), height - 1) - size / 2, left = min(uint(u.y * float(width)), width - 1) - size / 2;
    // Places before the square wrap to large numbers.
    bool inside = row - top < size && column - left < size;
    store_result(i, inside ? splat(0) : load_x(i));
}
