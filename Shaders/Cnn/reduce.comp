#version 460
// A reduction over any axes: one result (or one part of it) a thread. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "reduce_walk.glsl"
#include "reduce.glsl"
INPUT(0, x); OUTPUT(1, final); OUTPUT_F32(1, partial);

void main() {
    uint i = ELEMENT;
    if (i >= count * parts) return;
    uint kept, part = divide(i, count, kept), base = keptPlace(kept);
    float a = empty(), b = 0;
    for (uint r = part * most; r < min(part * most + most, terms); r++) fold(a, b, float(x[base + termPlace(r)]));
    if ((STAGE & 2) != 0) final[i] = STORED(result(a, b)); else partial[i] = result(a, b);
}
