#version 460
// Sums of dy and of dy * (x - mean) over a run of rows, per channel; result [parts, 2, C]. Traffic: reads dy and x once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint rows, blocks, parts, most; };
BLOCKS_IN(0, dy) BLOCKS_IN(1, x) BLOCKS_IN_F32(2, stats) BLOCKS_OUT_F32(3, partial)

void main() {
    uint i = ELEMENT;
    if (i >= blocks * parts) return;
    uint block, part = divide(i, blocks, block);
    Eight mean = load_stats(block), first = splat(0), second = splat(0);
    uint at = part * most * blocks + block, terms = min(most, rows - part * most);
    for (uint k = 0; k < terms; k++) {
        Eight g = load_dy(at);
        first = add(first, g);
        second = add(second, mul(g, sub(load_x(at), mean)));
        at += blocks;
    }
    store_partial(part * 2 * blocks + block, first);
    store_partial((part * 2 + 1) * blocks + block, second);
}
