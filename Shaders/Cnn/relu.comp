#version 460
// out = max(x, 0); NaN stays. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; };
WIDE_INPUT(0, x); WIDE_OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    Eight v = unpack8(x[i]);
    result[i] = pack8(Eight(mix(max(v.lo, vec4(0)), v.lo, isMissing(v.lo)), mix(max(v.hi, vec4(0)), v.hi, isMissing(v.hi))));
}
