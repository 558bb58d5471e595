// Copies rows between places of different pitch; all numbers count blocks of eight elements (WIDE) or single ones. Traffic: one read, one write.
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, width, fromPitch, fromOffset, toPitch, toOffset; };
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint column, row = divide(i, width, column);
    store_result(row * toPitch + toOffset + column, load_x(row * fromPitch + fromOffset + column));
}
