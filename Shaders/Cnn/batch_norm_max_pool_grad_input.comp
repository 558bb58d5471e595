#version 460
// dx = a[c]*g + b[c]*x + c[c], g being dy where the window of x * a[c] + shift has its first maximum (or last NaN), which must be above zero if RELU, and 0 elsewhere, also in what is left
// beyond the last windows. A thread takes its channels' windows in four places a quarter apart, so that the coefficients are read once.
// Traffic: reads dy and x, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int KERNEL_H = 2;
layout(constant_id = 2) const int KERNEL_W = 2;
layout(constant_id = 3) const bool RELU = false;
layout(push_constant) uniform Push { uint rows, blocks, quarter; int inH, inW, outH, outW, high, wide; };
BLOCKS_IN(0, dy) BLOCKS_IN(1, x) BLOCKS_IN_F32(2, coefficients) BLOCKS_IN_F32(3, beta) BLOCKS_IN_F32(4, stats) BLOCKS_OUT(5, dx)
const int TAPS = KERNEL_H * KERNEL_W;

void main() {
    uint block, row = divide(ELEMENT, blocks, block);
    if (row >= quarter) return;
    Eight a = load_coefficients(block), b = load_coefficients(blocks + block), c = load_coefficients(2 * blocks + block);
    Eight shift = sub(load_beta(block), mul(load_stats(block), a));
    [[unroll]] for (int q = 0; q < 4; q++) {
        uint at = row + q * quarter, from = min(at, rows - 1), tx, ty, image;
        if (TAPS == 1) { // no pooling: pixel by pixel
            Eight x = load_x(from * blocks + block), g = load_dy(from * blocks + block), y = add(mul(x, a), shift);
            if (RELU) g = Eight(mix(g.lo, vec4(0), lessThanEqual(y.lo, vec4(0))), mix(g.hi, vec4(0), lessThanEqual(y.hi, vec4(0))));
            if (at < rows) store_dx(at * blocks + block, add(mul(g, a), add(mul(b, x), c)));
            continue;
        }
        image = divide(divide(from, uint(wide), tx), uint(high), ty);
        int top = int(ty) * KERNEL_H, left = int(tx) * KERNEL_W;
        uint base = ((image * inH + top) * inW + left) * blocks + block;
        bool whole = ty < outH && tx < outW;
        Eight g = load_dy(whole ? ((image * outH + ty) * outW + tx) * blocks + block : 0u), e[TAPS], best;
        ivec4 lo = ivec4(0), hi = ivec4(0);
        [[unroll]] for (int k = 0; k < TAPS; k++) {
            bool inside = whole || (top + k / KERNEL_W < inH && left + k % KERNEL_W < inW);
            e[k] = load_x(inside ? base + (k / KERNEL_W * inW + k % KERNEL_W) * blocks : 0u);
            Eight v = add(mul(e[k], a), shift);
            if (k == 0) {
                best = v;
            } else {
                bvec4 moreLo = exceeds(v.lo, best.lo), moreHi = exceeds(v.hi, best.hi);
                best = Eight(mix(best.lo, v.lo, moreLo), mix(best.hi, v.hi, moreHi));
                lo = mix(lo, ivec4(k), moreLo);
                hi = mix(hi, ivec4(k), moreHi);
            }
        }
        if (RELU) g = Eight(mix(g.lo, vec4(0), lessThanEqual(best.lo, vec4(0))), mix(g.hi, vec4(0), lessThanEqual(best.hi, vec4(0))));
        g = mul(g, a);
        if (!whole) g = splat(0);
        [[unroll]] for (int k = 0; k < TAPS; k++) {
            Eight v = add(Eight(mix(vec4(0), g.lo, equal(lo, ivec4(k))), mix(vec4(0), g.hi, equal(hi, ivec4(k)))), add(mul(b, e[k]), c));
            if (at < rows && (whole || (top + k / KERNEL_W < inH && left + k % KERNEL_W < inW)))
                store_dx(base + (k / KERNEL_W * inW + k % KERNEL_W) * blocks, v);
        }
    }
}
