#version 460
// columns[n][c][tap][window] = x[n][oy*sy - top + ky*dy][ox*sx - left + kx*dx][c], 0 outside. A thread moves one channel, or eight (WIDE), of one tap
// of one window; threads run along windows. Traffic: reads x once a tap, writes out.
#extension GL_GOOGLE_include_directive : require
#include "columns.glsl"
BLOCKS_IN(0, x) OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint window, tap, block, rest = divide(i, uint(outHeight * outWidth), window), n;
    rest = divide(rest, uint(kernelHeight * kernelWidth), tap);
    n = divide(rest, blocks, block);
    uint ox, oy = divide(window, uint(outWidth), ox), kx, ky = divide(tap, uint(kernelWidth), kx);
    int y = int(oy) * strideY - top + int(ky) * dilationY, at = int(ox) * strideX - left + int(kx) * dilationX;
    Eight v = splat(0);
    if (y >= 0 && y < height && at >= 0 && at < width) v = load_x(picture(n, y, at, block));
    uint to = column(n, block, int(tap), int(window)), apart = channelPitch();
    result[to] = STORED(v.lo.x);
    if (WIDE) {
        [[unroll]] for (int e = 1; e < 4; e++) result[to + e * apart] = STORED(v.lo[e]);
        [[unroll]] for (int e = 0; e < 4; e++) result[to + (e + 4) * apart] = STORED(v.hi[e]);
    }
}
