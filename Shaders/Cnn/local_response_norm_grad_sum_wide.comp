#version 460
// Second half of the gradient, eight channels a thread: dx = direct - factor * x * sum of ratio over the channels whose window holds this one, with
// factor = 2 alpha beta. Traffic: reads ratio three times (cached), direct and x, writes once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int BEFORE = 2;
layout(constant_id = 2) const int AFTER = 2;
layout(push_constant) uniform Push { uint count, blocks; float factor; };
#include "lrn.glsl"
BLOCKS_IN(0, x) BLOCKS_IN_F32(1, direct) BLOCKS_IN_F32(2, ratio) BLOCKS_OUT(3, dx)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block = remainder(i, blocks);
    Window w;
    put(w, 0, block > 0 ? load_ratio(i - 1) : splat(0));
    put(w, 8, load_ratio(i));
    put(w, 16, block + 1 < blocks ? load_ratio(i + 1) : splat(0));
    store_dx(i, sub(load_direct(i), mul(mul(load_x(i), sums(w)), factor)));
}
