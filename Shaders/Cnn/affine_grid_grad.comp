#version 460
// dtheta[n, k] = sum over h, w of dgrid[n, h, w, k] * (x(w), y(h), 1), this stage along w: sums with and without x for every (n, k, h).
// Traffic: reads dgrid once.
#extension GL_GOOGLE_include_directive : require
#include "affine_grid.glsl"
INPUT(0, dgrid); OUTPUT_F32(1, sums);

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint row;
    int line = int(divide(uint(i), uint(height), row)), k = line & 1, n = line >> 1;
    vec2 sum = vec2(0);
    for (int w = 0; w < width; w++) sum += float(dgrid[((n * width + w) * 2 + k) * height + int(row)]) * vec2(base(w, width), 1);
    sums[2 * i] = sum.x;
    sums[2 * i + 1] = sum.y;
}
