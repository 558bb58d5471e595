#version 460
// out[n][y][x][c] = sum over taps of columns[n][c][tap][window], over the windows that have (y, x) under that tap: unfold.comp's adjoint, as a gather.
// A thread sums one channel, or eight (WIDE), of a pixel; threads run along pixels. Traffic: reads columns once, writes out.
#extension GL_GOOGLE_include_directive : require
#include "columns.glsl"
INPUT(0, columns); BLOCKS_OUT(1, result)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint px, py, block, rest = divide(i, uint(width), px), n;
    rest = divide(rest, uint(height), py);
    n = divide(rest, blocks, block);
    uint apart = channelPitch();
    Eight sum = splat(0);
    for (int ky = 0; ky < kernelHeight; ky++) {
        int fromY = int(py) + top - ky * dilationY, oy = fromY / strideY;
        if (fromY < 0 || oy * strideY != fromY || oy >= outHeight) continue;
        for (int kx = 0; kx < kernelWidth; kx++) {
            int fromX = int(px) + left - kx * dilationX, ox = fromX / strideX;
            if (fromX < 0 || ox * strideX != fromX || ox >= outWidth) continue;
            uint at = column(n, block, ky * kernelWidth + kx, oy * outWidth + ox);
            sum.lo.x += float(columns[at]);
            if (WIDE) {
                [[unroll]] for (int e = 1; e < 4; e++) sum.lo[e] += float(columns[at + e * apart]);
                [[unroll]] for (int e = 0; e < 4; e++) sum.hi[e] += float(columns[at + (e + 4) * apart]);
            }
        }
    }
    store_result(picture(n, int(py), int(px), block), sum);
}
