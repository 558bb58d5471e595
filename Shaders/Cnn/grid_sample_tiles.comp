#version 460
// dx += weight * dy over outputs of rows `first` to `end`: a thread has one channel of a tile of its own and visits the outputs within the tile's bounds, row by
// row, so the order of sums is fixed. Tiles with more outputs than `limit` are left, and that is noted.
// Traffic: reads the grid and dy about twice a channel, dx at every tap.
#extension GL_GOOGLE_include_directive : require
#include "grid_tiles.glsl"
INPUT(0, grid); INPUT(1, dy); INOUT_F32(2, dx);
layout(std430, set = 0, binding = 3) buffer Bounds { int bounds[]; };

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint channel, tileX, tileY;
    int tile = int(divide(uint(i), uint(blocks), channel)), n = int(divide(divide(uint(tile), uint(tilesX()), tileX), uint(tilesY()), tileY)), c = int(channel);
    int top = BEYOND - bounds[4 * tile], bottom = bounds[4 * tile + 1], left = BEYOND - bounds[4 * tile + 2], right = bounds[4 * tile + 3];
    if (bottom == 0) return;
    if ((bottom - top) * (right - left) > limit) {
        bounds[4 * (count / blocks)] = 1;
        return;
    }
    for (int h = max(top, first); h < min(bottom, end); h++) {
        for (int w = left; w < right; w++) {
            Taps columns = taps(float(grid[gridAt(n, h, w, 0)]), inW), rows = taps(float(grid[gridAt(n, h, w, 1)]), inH);
            float g = float(dy[((n * outH + h) * outW + w) * blocks + c]);
            [[unroll]] for (int j = 0; j < TAPS; j++) {
                [[unroll]] for (int k = 0; k < TAPS; k++) {
                    bool mine = rows.at[j] >= 0 && columns.at[k] >= 0 && rows.at[j] / TILE == int(tileY) && columns.at[k] / TILE == int(tileX);
                    if (mine) dx[((n * inH + rows.at[j]) * inW + columns.at[k]) * blocks + c] += rows.weight[j] * columns.weight[k] * g;
                }
            }
        }
    }
}
