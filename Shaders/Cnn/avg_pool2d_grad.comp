#version 460
// dx[p] = sum over the windows o that hold p of dy[o] / divisor(o). Traffic: reads dy about once, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "avg_pool.glsl"
BLOCKS_IN(0, dy) BLOCKS_OUT(1, dx)

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint b, pixel = divide(i, uint(blocks), b), column, line = divide(pixel, uint(inW), column), row;
    int block = int(b), n = int(divide(line, uint(inH), row)), h = int(row), w = int(column);
    ivec2 first = ivec2(max(h + padH - kernelH + strideH, 0) / strideH, max(w + padW - kernelW + strideW, 0) / strideW);
    ivec2 last = min(ivec2((h + padH) / strideH, (w + padW) / strideW), ivec2(outH, outW) - 1);
    Eight sum = splat(0);
    for (int oh = first.x; oh <= last.x; oh++) {
        for (int ow = first.y; ow <= last.y; ow++) {
            int area = extent(oh, strideH, padH, kernelH, inH).z * extent(ow, strideW, padW, kernelW, inW).z;
            sum = add(sum, mul(load_dy(((n * outH + oh) * outW + ow) * blocks + block), 1.0 / float(area)));
        }
    }
    store_dx(i, sum);
}
