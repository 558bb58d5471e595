#version 460
// out = sum over taps of both axes of weight * x, indices held inside. Tables: see resize_table.comp. Traffic: reads x about once (the cache holds
// what taps share), writes the result.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int TAPS_A = 0; // 0: as many as pushed
layout(constant_id = 2) const int TAPS_B = 0;
layout(push_constant) uniform Push { int count, blocks, inA, inB, outA, outB, tapsA, tapsB; float extrapolation; };
BLOCKS_IN(0, x) INPUT_F32(1, tableA); INPUT_F32(2, tableB); BLOCKS_OUT(3, result)

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint block, pixel = divide(uint(i), uint(blocks), block), b, line = divide(pixel, uint(outB), b), a, outer = divide(line, uint(outA), a);
    int ta = int(a) * (2 + tapsA), tb = int(b) * (2 + tapsB), startA = int(tableA[ta]), startB = int(tableB[tb]), base = int(outer) * inA;
    bool isOutside = tableA[ta + 1] + tableB[tb + 1] > 0.0;
    Eight sum = splat(0);
    if (TAPS_A > 0) {
        [[unroll]] for (int k = 0; k < TAPS_A * TAPS_B; k++) {
            int j = k / TAPS_B, l = k % TAPS_B, h = clamp(startA + j, 0, inA - 1), w = clamp(startB + l, 0, inB - 1);
            sum = add(sum, mul(load_x(((base + h) * inB + w) * blocks + block), tableA[ta + 2 + j] * tableB[tb + 2 + l]));
        }
    } else {
        for (int j = 0; j < tapsA; j++) {
            int h = clamp(startA + j, 0, inA - 1);
            for (int l = 0; l < tapsB; l++) {
                int w = clamp(startB + l, 0, inB - 1);
                sum = add(sum, mul(load_x(((base + h) * inB + w) * blocks + block), tableA[ta + 2 + j] * tableB[tb + 2 + l]));
            }
        }
    }
    // Chosen, not added to weights of zero: an element that is not finite must not reach positions outside.
    if (isOutside) sum = splat(extrapolation);
    store_result(i, sum);
}
