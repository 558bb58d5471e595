#version 460
// Partial sums of |right - x| + |below - x| or, SQUARED, of their squares, over [N,H,W] pixels of channels: thread t takes blocks t, t + threads, ...
// Traffic: reads x three times (the cache holds two rows).
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const bool SQUARED = false;
layout(push_constant) uniform Push { uint count, blocks, width, height, threads; };
BLOCKS_IN(0, x) OUTPUT_F32(1, partial);

Eight change(Eight d) {
    if (SQUARED) return mul(d, d);
    return Eight(abs(d.lo), abs(d.hi));
}
void main() {
    uint t = ELEMENT;
    if (t >= threads) return;
    Eight sum = splat(0);
    for (uint i = t; i < count; i += threads) {
        uint block, column, row;
        divide(divide(divide(i, blocks, block), width, column), height, row);
        Eight v = load_x(i);
        Eight right = load_x(column + 1 < width ? i + blocks : i), below = load_x(row + 1 < height ? i + width * blocks : i);
        sum = add(sum, add(change(sub(right, v)), change(sub(below, v))));
    }
    if (!WIDE) {
        partial[t] = sum.lo.x;
        return;
    }
    vec4 s = sum.lo + sum.hi;
    partial[t] = s.x + s.y + (s.z + s.w);
}
