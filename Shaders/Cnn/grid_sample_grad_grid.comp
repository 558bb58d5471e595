#version 460
// dgrid = sum over channels and taps of dy * x * (slope of the weights). Traffic: reads the grid, dy once, taps of x, writes dgrid.
#extension GL_GOOGLE_include_directive : require
#include "grid_sample.glsl"
INPUT(0, x); INPUT(1, grid); INPUT(2, dy); OUTPUT(3, dgrid);

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint column, row;
    int n = int(divide(divide(uint(i), uint(outW), column), uint(outH), row)), h = int(row), w = int(column);
    Taps columns = taps(float(grid[gridAt(n, h, w, 0)]), inW), rows = taps(float(grid[gridAt(n, h, w, 1)]), inH);
    vec2 sum = vec2(0);
    for (int c = 0; c < blocks; c++) {
        float g = float(dy[((n * outH + h) * outW + w) * blocks + c]);
        [[unroll]] for (int j = 0; j < TAPS; j++) {
            [[unroll]] for (int k = 0; k < TAPS; k++) {
                bool there = rows.at[j] >= 0 && columns.at[k] >= 0;
                float v = there ? g * float(x[((n * inH + rows.at[j]) * inW + columns.at[k]) * blocks + c]) : 0.0;
                sum += v * vec2(rows.weight[j] * columns.slope[k], rows.slope[j] * columns.weight[k]);
            }
        }
    }
    dgrid[gridAt(n, h, w, 0)] = STORED(sum.x);
    dgrid[gridAt(n, h, w, 1)] = STORED(sum.y);
}
