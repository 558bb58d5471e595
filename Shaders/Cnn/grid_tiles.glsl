// The input cut into tiles, and for each the outputs that touch it: [BEYOND - first row, last row + 1, BEYOND - first column, last column + 1], zeros where none
// do. The last number of bounds tells whether any tile is reached from so far around that a thread of its own would search too long.
#define GRID_MORE int limit;
#include "grid_sample.glsl"
layout(constant_id = 4) const int TILE = 8;
const int BEYOND = 1 << 24;

int tilesX() { return (inW + TILE - 1) / TILE; }
int tilesY() { return (inH + TILE - 1) / TILE; }
int tileOf(int n, int row, int column) { return (n * tilesY() + row / TILE) * tilesX() + column / TILE; }
