#version 460
// out[i] = start + i * step, of floats or (INTEGER) integers. Traffic: one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool INTEGER = false;
layout(push_constant) uniform Push { uint count, start, step; };
OUTPUT(0, result); OUTPUT_I32(0, resultInts);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    if (INTEGER) resultInts[i] = int(start) + int(i) * int(step);
    else result[i] = STORED(uintBitsToFloat(start) + float(i) * uintBitsToFloat(step));
}
