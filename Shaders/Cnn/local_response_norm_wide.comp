#version 460
// out = x * (k + alpha * sum of x^2 over the window of channels)^-beta, eight channels a thread of channels-last data in eights. Traffic: reads x
// three times (cached), writes once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int BEFORE = 2;
layout(constant_id = 2) const int AFTER = 2;
layout(push_constant) uniform Push { uint count, blocks; float alpha, beta, k; };
#include "lrn.glsl"
#include "lrn_power.glsl"
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block = remainder(i, blocks);
    Eight below = load_x(max(i, 1) - 1), own = load_x(i), above = load_x(min(i + 1, count - 1));
    Window w;
    put(w, 0, block > 0 ? mul(below, below) : splat(0));
    put(w, 8, mul(own, own));
    put(w, 16, block + 1 < blocks ? mul(above, above) : splat(0));
    Eight s = add(mul(sums(w), alpha), splat(k));
    store_result(i, mul(own, Eight(power(s.lo, beta), power(s.hi, beta))));
}
