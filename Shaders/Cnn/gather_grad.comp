#version 460
// dx[o, j, i] = sum of dy[o, t, i] over the t with indices[t] = j, from `first` to `last`; the first launch begins at zero, later ones go on from dx.
// Numbers count blocks of eight elements (WIDE) or single ones. Traffic: reads all indices an element, and dy once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "index.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, inner, terms, full, first, last; };
INPUT_I32(0, indices); BLOCKS_IN(1, dy)
BLOCKS_VIEW(2, dx, restrict, STORED8, STORED) BLOCKS_LOAD(dx)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint column, line = divide(i, inner, column), mine, row = divide(line, full, mine);
    Eight sum = splat(0);
    if (first > 0) sum = load_dx(i);
    for (uint t = first; t < last; t++) {
        if (wrapped(indices[t], full) == mine) sum = add(sum, load_dy((row * terms + t) * inner + column));
    }
    if (WIDE) dx8[i] = pack8(sum); else dx1[i] = STORED(sum.lo.x);
}
