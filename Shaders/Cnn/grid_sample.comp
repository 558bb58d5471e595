#version 460
// out = sum over the taps of both axes of weight * x. Traffic: reads the grid, taps of x (scattered), writes the result.
#extension GL_GOOGLE_include_directive : require
#include "grid_sample.glsl"
BLOCKS_IN(0, x) INPUT(1, grid); BLOCKS_OUT(2, result)

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint block, pixel = divide(uint(i), uint(blocks), block), w, line = divide(pixel, uint(outW), w), h, n = divide(line, uint(outH), h);
    Taps columns = taps(float(grid[gridAt(int(n), int(h), int(w), 0)]), inW), rows = taps(float(grid[gridAt(int(n), int(h), int(w), 1)]), inH);
    Eight sum = splat(0);
    [[unroll]] for (int j = 0; j < TAPS; j++) {
        [[unroll]] for (int k = 0; k < TAPS; k++) {
            bool there = rows.at[j] >= 0 && columns.at[k] >= 0;
            Eight v = load_x(there ? ((int(n) * inH + rows.at[j]) * inW + columns.at[k]) * blocks + int(block) : 0);
            // Chosen, not multiplied away: an element that is not finite must not reach positions outside.
            sum = add(sum, mul(there ? v : splat(0), rows.weight[j] * columns.weight[k]));
        }
    }
    store_result(i, sum);
}
