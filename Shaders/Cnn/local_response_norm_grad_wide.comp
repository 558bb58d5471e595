#version 460
// First half of the gradient, eight channels a thread: with s = k + alpha * sum of x^2 over the window, direct = dy * s^-beta and
// ratio = direct * x / s. Traffic: reads x three times (cached) and dy, writes two.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int BEFORE = 2;
layout(constant_id = 2) const int AFTER = 2;
layout(push_constant) uniform Push { uint count, blocks; float alpha, beta, k; };
#include "lrn.glsl"
#include "lrn_power.glsl"
BLOCKS_IN(0, x) BLOCKS_IN(1, dy) BLOCKS_OUT_F32(2, direct) BLOCKS_OUT_F32(3, ratio)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block = remainder(i, blocks);
    Eight below = load_x(max(i, 1) - 1), own = load_x(i), above = load_x(min(i + 1, count - 1));
    Window w;
    put(w, 0, block > 0 ? mul(below, below) : splat(0));
    put(w, 8, mul(own, own));
    put(w, 16, block + 1 < blocks ? mul(above, above) : splat(0));
    Eight s = add(mul(sums(w), alpha), splat(k)), d = mul(load_dy(i), Eight(power(s.lo, beta), power(s.hi, beta)));
    store_direct(i, d);
    store_ratio(i, mul(mul(d, own), Eight(1.0 / s.lo, 1.0 / s.hi)));
}
