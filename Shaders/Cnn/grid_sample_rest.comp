#version 460
// dx += weight * dy for the tiles that grid_sample_tiles left, as grid_sample_grad_input does it for all: a thread has a plane of its own. Nothing to do for
// grids that are about smooth. Traffic: then reads the grid once a channel, dy once, dx at taps.
#extension GL_GOOGLE_include_directive : require
#include "grid_tiles.glsl"
INPUT(0, grid); INPUT(1, dy); INOUT_F32(2, dx); INPUT_I32(3, bounds);

void main() {
    int i = int(ELEMENT), tiles = count / blocks * tilesX() * tilesY();
    if (i >= count || bounds[4 * tiles] == 0) return;
    uint channel;
    int n = int(divide(uint(i), uint(blocks), channel)), c = int(channel);
    for (int o = first; o < end; o++) {
        uint column;
        int h = int(divide(uint(o), uint(outW), column)), w = int(column);
        Taps columns = taps(float(grid[gridAt(n, h, w, 0)]), inW), rows = taps(float(grid[gridAt(n, h, w, 1)]), inH);
        float g = float(dy[(n * outH * outW + o) * blocks + c]);
        [[unroll]] for (int j = 0; j < TAPS; j++) {
            [[unroll]] for (int k = 0; k < TAPS; k++) {
                if (rows.at[j] < 0 || columns.at[k] < 0) continue;
                int b = 4 * tileOf(n, rows.at[j], columns.at[k]);
                if ((bounds[b + 1] - BEYOND + bounds[b]) * (bounds[b + 3] - BEYOND + bounds[b + 2]) > limit)
                    dx[((n * inH + rows.at[j]) * inW + columns.at[k]) * blocks + c] += rows.weight[j] * columns.weight[k] * g;
            }
        }
    }
}
