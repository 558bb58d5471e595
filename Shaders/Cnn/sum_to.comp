#version 460
// out[part, o] = factor * sum over the part's r of x[o + r]: o runs over kept axes, r over summed ones, `most` of them a part. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "reduce_walk.glsl"
INPUT(0, x); OUTPUT_F32(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count * parts) return;
    uint kept, part = divide(i, count, kept), base = keptPlace(kept);
    float sum = 0;
    for (uint r = part * most; r < min(part * most + most, terms); r++) sum += float(x[base + termPlace(r)]);
    result[i] = sum * factor;
}
