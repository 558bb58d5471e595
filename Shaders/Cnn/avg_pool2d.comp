#version 460
// out = mean over the window. Traffic: reads x about once (overlaps hit the cache), writes the result.
#extension GL_GOOGLE_include_directive : require
#include "avg_pool.glsl"
BLOCKS_IN(0, x) BLOCKS_OUT(1, result)

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint b, pixel = divide(i, uint(blocks), b), ow, line = divide(pixel, uint(outW), ow), oh;
    int block = int(b), n = int(divide(line, uint(outH), oh));
    ivec3 rows = extent(int(oh), strideH, padH, kernelH, inH), columns = extent(int(ow), strideW, padW, kernelW, inW);
    Eight sum = splat(0);
    for (int h = rows.x; h < rows.y; h++) {
        for (int w = columns.x; w < columns.y; w++)
            sum = add(sum, load_x(((n * inH + h) * inW + w) * blocks + block));
    }
    float share = 1.0 / float(rows.z * columns.z);
    store_result(i, mul(sum, share));
}
