#version 460
// Sums of dy and of dy * (x - mean) over a run of rows, per channel; x is [outer, rows, C], means [outer, C] or, SPLAT, [outer].
// Result [outer, parts, 2, C]. Traffic: reads dy and x once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const bool SPLAT = false;
layout(push_constant) uniform Push { uint count, rows, blocks, parts, most; };
BLOCKS_IN(0, dy) BLOCKS_IN(1, x) BLOCKS_IN_F32(2, means) BLOCKS_OUT_F32(3, partial)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, part, run = divide(i, blocks, block), n = divide(run, parts, part);
    Eight mean = SPLAT ? splat(means1[n]) : load_means(n * blocks + block), first = splat(0), second = splat(0);
    uint at = (n * rows + part * most) * blocks + block, terms = min(most, rows - part * most);
    for (uint k = 0; k < terms; k++) {
        Eight g = load_dy(at);
        first = add(first, g);
        second = add(second, mul(g, sub(load_x(at), mean)));
        at += blocks;
    }
    store_partial(run * 2 * blocks + block, first);
    store_partial((run * 2 + 1) * blocks + block, second);
}
