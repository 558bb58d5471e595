#version 460
// dx = sum over the outputs that a sample gives to of weight * dy, in ascending order. Tables: see resize_table.comp and resize_reach.comp.
// Traffic: reads dy about once (the cache holds what samples share), writes dx.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int count, blocks, inA, inB, outA, outB, tapsA, tapsB; };
BLOCKS_IN(0, dy) INPUT_F32(1, tableA); INPUT_F32(2, tableB); INPUT_I32(3, reachA); INPUT_I32(4, reachB); BLOCKS_OUT(5, dx)

float weightA(int o, int i) {
    int t = o * (2 + tapsA), start = int(tableA[t]);
    float sum = 0;
    for (int k = 0; k < tapsA; k++) sum += clamp(start + k, 0, inA - 1) == i ? tableA[t + 2 + k] : 0.0;
    return sum;
}
float weightB(int o, int i) {
    int t = o * (2 + tapsB), start = int(tableB[t]);
    float sum = 0;
    for (int k = 0; k < tapsB; k++) sum += clamp(start + k, 0, inB - 1) == i ? tableB[t + 2 + k] : 0.0;
    return sum;
}

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint block, pixel = divide(uint(i), uint(blocks), block), b, line = divide(pixel, uint(inB), b), a, outer = divide(line, uint(inA), a);
    int h = int(a), w = int(b);
    Eight sum = splat(0);
    for (int oa = reachA[2 * h]; oa <= reachA[2 * h + 1]; oa++) {
        float high = weightA(oa, h);
        for (int ob = reachB[2 * w]; ob <= reachB[2 * w + 1]; ob++) {
            float weight = high * weightB(ob, w);
            // What lies between those that it reaches, and is not finite, is not its own.
            if (weight != 0) sum = add(sum, mul(load_dy(((int(outer) * outA + oa) * outB + ob) * blocks + block), weight));
        }
    }
    store_dx(i, sum);
}
