#version 460
// out = u >= p ? x * factor + shift : dropped with u uniform. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "philox.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, id, hasStep, first; float p, factor, shift, dropped; };
WIDE_INPUT(0, x); INPUT_I32(1, key); WIDE_OUTPUT(2, result);

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    uint seed = uint(key[0]), step = hasStep != 0 ? uint(key[1]) : 0;
    Eight v = unpack8(x[i]);
    vec4 lo = uniform4(randomWords(seed, step, id, 2 * (first + i))), hi = uniform4(randomWords(seed, step, id, 2 * (first + i) + 1));
    v.lo = mix(vec4(dropped), v.lo * factor + shift, greaterThanEqual(lo, vec4(p)));
    v.hi = mix(vec4(dropped), v.hi * factor + shift, greaterThanEqual(hi, vec4(p)));
    result[i] = pack8(v);
}
