#version 460
// The second stage of affine_grid_grad.comp, along h. Traffic: reads the sums once, writes dtheta.
#extension GL_GOOGLE_include_directive : require
#include "affine_grid.glsl"
INPUT_F32(0, sums); OUTPUT(1, dtheta);

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    vec3 sum = vec3(0);
    for (int h = 0; h < height; h++) {
        vec2 part = vec2(sums[2 * (i * height + h)], sums[2 * (i * height + h) + 1]);
        sum += vec3(part.x, part.y * base(h, height), part.y);
    }
    dtheta[3 * i] = STORED(sum.x);
    dtheta[3 * i + 1] = STORED(sum.y);
    dtheta[3 * i + 2] = STORED(sum.z);
}
