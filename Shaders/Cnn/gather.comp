#version 460
// out[o, t, i] = x[o, indices[t], i], x seen as [outer, full, inner]; numbers count blocks of eight elements (WIDE) or single ones. Traffic: one read
// (scattered by rows), one write.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "index.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, inner, terms, full; };
BLOCKS_IN(0, x) INPUT_I32(1, indices); BLOCKS_OUT(2, result)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint column, line = divide(i, inner, column), term, row = divide(line, terms, term);
    store_result(i, load_x((row * full + wrapped(indices[term], full)) * inner + column));
}
