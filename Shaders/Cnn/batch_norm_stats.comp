#version 460
// Mean and sum of squared deviations of a run of rows, per channel: Welford's recurrence mean += (x - mean)/k, m2 += (x - old)(x - new).
// x is [outer, rows, C], result [outer, parts, 2, C]. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, rows, blocks, parts, most; };
BLOCKS_IN(0, x) BLOCKS_OUT_F32(1, partial)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, part, run = divide(i, blocks, block), n = divide(run, parts, part);
    Eight mean = splat(0), m2 = splat(0);
    uint at = (n * rows + part * most) * blocks + block, terms = min(most, rows - part * most);
    for (uint k = 0; k < terms; k++) {
        Eight v = load_x(at), d = sub(v, mean);
        mean = add(mean, mul(d, 1.0 / float(k + 1)));
        m2 = add(m2, mul(d, sub(v, mean)));
        at += blocks;
    }
    store_partial(run * 2 * blocks + block, mean);
    store_partial((run * 2 + 1) * blocks + block, m2);
}
