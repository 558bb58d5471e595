#version 460
// Sums of dy and of dy * (x - mean) over a run of windows, per channel, x being where the window of x * gamma/sd + shift has its first maximum (or last NaN), and dy counting only where
// that is above zero if RELU. Result [parts, 2, C]. Traffic: reads dy and x once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int KERNEL_H = 2;
layout(constant_id = 2) const int KERNEL_W = 2;
layout(constant_id = 3) const bool RELU = false;
layout(push_constant) uniform Push { uint count, rows, blocks, parts, most; int inH, inW, outH, outW; float eps; };
BLOCKS_IN(0, dy) BLOCKS_IN(1, x) BLOCKS_IN_F32(2, gamma) BLOCKS_IN_F32(3, beta) BLOCKS_IN_F32(4, stats) BLOCKS_OUT_F32(5, partial)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint c, part = divide(i, blocks, c), tx, ty;
    Eight mean = load_stats(c), variance = load_stats(blocks + c), gain = load_gamma(c);
    Eight scale = Eight(gain.lo / sqrt(variance.lo + eps), gain.hi / sqrt(variance.hi + eps)), shift = sub(load_beta(c), mul(mean, scale));
    uint row = part * most, terms = min(most, rows - row), image = divide(divide(row, uint(outW), tx), uint(outH), ty);
    uint from = ((image * inH + ty * KERNEL_H) * inW + tx * KERNEL_W) * blocks + c, at = row * blocks + c;
    // From the end of a row of windows to the next one, and from the last row of a picture to the next picture.
    uint column = KERNEL_W * blocks, nextRow = (KERNEL_H * inW - outW * KERNEL_W) * blocks, nextImage = (inH - outH * KERNEL_H) * inW * blocks;
    Eight first = splat(0), second = splat(0);
    for (uint n = 0; n < terms; n++) {
        Eight g = load_dy(at), found = load_x(from), best = add(mul(found, scale), shift);
        [[unroll]] for (int k = 1; k < KERNEL_H * KERNEL_W; k++) {
            Eight e = load_x(from + (k / KERNEL_W * inW + k % KERNEL_W) * blocks), v = add(mul(e, scale), shift);
            bvec4 lo = exceeds(v.lo, best.lo), hi = exceeds(v.hi, best.hi);
            best = Eight(mix(best.lo, v.lo, lo), mix(best.hi, v.hi, hi));
            found = Eight(mix(found.lo, e.lo, lo), mix(found.hi, e.hi, hi));
        }
        if (RELU) g = Eight(mix(g.lo, vec4(0), lessThanEqual(best.lo, vec4(0))), mix(g.hi, vec4(0), lessThanEqual(best.hi, vec4(0))));
        first = add(first, g);
        second = add(second, mul(g, sub(found, mean)));
        at += blocks; // selects, not branches: these cost masks
        from += column;
        tx++;
        bool rowDone = tx == outW;
        from += rowDone ? nextRow : 0; tx = rowDone ? 0 : tx; ty += rowDone ? 1 : 0;
        bool imageDone = ty == outH;
        from += imageDone ? nextImage : 0; ty = imageDone ? 0 : ty;
    }
    store_partial(part * 2 * blocks + c, first);
    store_partial((part * 2 + 1) * blocks + c, second);
}
