#version 460
// Sum, maximum, minimum or product of integers over any axes; sums and products wrap. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "reduce_walk.glsl"
#include "reduce_int.glsl"
INPUT_I32(0, x); OUTPUT_I32(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count * parts) return;
    uint kept, part = divide(i, count, kept), base = keptPlace(kept);
    int a = EMPTY;
    for (uint r = part * most; r < min(part * most + most, terms); r++) a = fold(a, x[base + termPlace(r)]);
    result[i] = a;
}
