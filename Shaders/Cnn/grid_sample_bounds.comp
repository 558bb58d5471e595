#version 460
// Which rows and columns of outputs touch each tile of the input. Minima and maxima of integers are the same in any order.
// Traffic: reads the grid, updates a few bounds.
#extension GL_GOOGLE_include_directive : require
#include "grid_tiles.glsl"
INPUT(0, grid);
layout(std430, set = 0, binding = 1) buffer Bounds { int bounds[]; };

void widen(int at, int value) { if (bounds[at] < value) atomicMax(bounds[at], value); }

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint column, row;
    int n = int(divide(divide(uint(i), uint(outW), column), uint(outH), row)), h = int(row), w = int(column);
    Taps columns = taps(float(grid[gridAt(n, h, w, 0)]), inW), rows = taps(float(grid[gridAt(n, h, w, 1)]), inH);
    int before = -1;
    [[unroll]] for (int j = 0; j < TAPS; j++) {
        [[unroll]] for (int k = 0; k < TAPS; k++) {
            bool there = rows.at[j] >= 0 && columns.at[k] >= 0;
            int tile = there ? tileOf(n, rows.at[j], columns.at[k]) : -1;
            if (there && tile != before) {
                widen(4 * tile, BEYOND - h);
                widen(4 * tile + 1, h + 1);
                widen(4 * tile + 2, BEYOND - w);
                widen(4 * tile + 3, w + 1);
            }
            before = tile;
        }
    }
}
