#version 460
// dx = dy * (slope(x - left) - slope(right - x) + slope(x - above) - slope(below - x)), the slope being the sign or, SQUARED, twice the difference;
// at the border the neighbour is x itself. Traffic: reads x five times (the cache holds three rows), writes dx.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const bool SQUARED = false;
layout(push_constant) uniform Push { uint count, blocks, width, height; };
BLOCKS_IN(0, x) INPUT_F32(1, dy); BLOCKS_OUT(2, dx)

Eight slope(Eight d) {
    if (SQUARED) return mul(d, 2);
    return Eight(signOf(d.lo), signOf(d.hi));
}
void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, column, row, line = width * blocks;
    divide(divide(divide(i, blocks, block), width, column), height, row);
    Eight v = load_x(i), left = load_x(column > 0 ? i - blocks : i), right = load_x(column + 1 < width ? i + blocks : i);
    Eight above = load_x(row > 0 ? i - line : i), below = load_x(row + 1 < height ? i + line : i);
    Eight g = sub(add(slope(sub(v, left)), slope(sub(v, above))), add(slope(sub(right, v)), slope(sub(below, v))));
    store_dx(i, mul(g, dy[0]));
}
