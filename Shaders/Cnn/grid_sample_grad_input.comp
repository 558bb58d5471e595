#version 460
// dx += weight * dy over taps and outputs from `first` to `end`: a thread has a plane of its own, so the order of sums is fixed.
// Traffic: reads the grid once a channel, dy once, dx at every tap.
#extension GL_GOOGLE_include_directive : require
#include "grid_sample.glsl"
INPUT(0, grid); INPUT(1, dy); INOUT_F32(2, dx);

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint channel;
    int n = int(divide(uint(i), uint(blocks), channel)), c = int(channel);
    for (int o = first; o < end; o++) {
        uint column;
        int h = int(divide(uint(o), uint(outW), column)), w = int(column);
        Taps columns = taps(float(grid[gridAt(n, h, w, 0)]), inW), rows = taps(float(grid[gridAt(n, h, w, 1)]), inH);
        float g = float(dy[(n * outH * outW + o) * blocks + c]);
        [[unroll]] for (int j = 0; j < TAPS; j++) {
            [[unroll]] for (int k = 0; k < TAPS; k++) {
                if (rows.at[j] >= 0 && columns.at[k] >= 0)
                    dx[((n * inH + rows.at[j]) * inW + columns.at[k]) * blocks + c] += rows.weight[j] * columns.weight[k] * g;
            }
        }
    }
}
