#version 460
// out[i] = sum over s of parts[s][i], always in ascending order of s, so that equal inputs give equal bits.
// Traffic: reads parts once, writes out.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int count, splits, pitch; }; // pitch in loads of 8
WIDE_INPUT_F32(0, parts); WIDE_OUTPUT_F32(1, result);

void main() {
    int i = int(gl_GlobalInvocationID.x);
    if (i * 8 >= count) return;
    vec4 lo = vec4(0), hi = vec4(0);
    for (int s = 0; s < splits; s++) {
        u64vec4 v = parts[s * pitch + i];
        lo += unpack4(v.xy);
        hi += unpack4(v.zw);
    }
    result[i] = u64vec4(pack4(lo), pack4(hi));
}
