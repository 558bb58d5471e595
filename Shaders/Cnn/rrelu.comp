#version 460
// out = x <= 0 ? v * slope : v with slopes uniform in [lower, lower + width). Forward v is x, backward dy. Traffic: two reads, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "philox.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, id, hasStep, first; float lower, width; };
WIDE_INPUT(0, x); WIDE_INPUT(1, v); INPUT_I32(2, key); WIDE_OUTPUT(3, result);

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    uint seed = uint(key[0]), step = hasStep != 0 ? uint(key[1]) : 0;
    Eight s = unpack8(x[i]), t = unpack8(v[i]);
    vec4 lo = lower + width * uniform4(randomWords(seed, step, id, 2 * (first + i))), hi = lower + width * uniform4(randomWords(seed, step, id, 2 * (first + i) + 1));
    result[i] = pack8(Eight(mix(t.lo, t.lo * lo, lessThanEqual(s.lo, vec4(0))), mix(t.hi, t.hi * hi, lessThanEqual(s.hi, vec4(0)))));
}
