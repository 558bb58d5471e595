#version 460
// slab[c][tap] = sum over the slab's rows of n, oy and all ox of dy[n][oy][ox][c] * x[n][oy*STRIDE - top + ky][ox*STRIDE - left + kx][c]: the weight
// gradient of a depthwise convolution, cut into slabs that sum_splits adds in fixed order. A thread sums all taps of four channels over one slab, TILE
// pixels of a row at a time: every input vector is loaded once a tap row and used by all taps that reach it. Threads run along channels.
// Traffic: reads dy once, x KERNEL_Y times from nearby rows, writes a slab's weights.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#include "fours.glsl"
layout(local_size_x_id = 9) in;
layout(constant_id = 1) const int TILE = 4;
layout(constant_id = 2) const int KERNEL_Y = 3;
layout(constant_id = 3) const int KERNEL_X = 3;
layout(constant_id = 4) const int STRIDE = 1;
layout(push_constant) uniform Push {
    int height, width, channels4, outHeight, outWidth, top, left, channels;
    int rows, rowsEach, firstSlab, slabPitch; // of n and oy together, and of each slab; this launch's first slab; elements from slab to slab
};
FOURS_IN(0, x) FOURS_IN(1, dy) OUTPUT_F32(2, slabs);
const int COLUMNS = (TILE - 1) * STRIDE + KERNEL_X;

void main() {
    int c = int(gl_GlobalInvocationID.x), slab = int(gl_WorkGroupID.y), four = min(c, channels4 - 1);
    vec4 sum[KERNEL_Y * KERNEL_X];
    [[unroll]] for (int t = 0; t < KERNEL_Y * KERNEL_X; t++) sum[t] = vec4(0);
    int row = slab * rowsEach, end = min(row + rowsEach, rows), ox = 0;
    [[dont_unroll]] while (row < end) {
        int n = quotient(row, outHeight), oy = row - n * outHeight;
        vec4 g[TILE];
        [[unroll]] for (int j = 0; j < TILE; j++) {
            vec4 loaded = load4_dy(row * outWidth + min(ox + j, outWidth - 1), channels4, four, channels);
            g[j] = ox + j < outWidth ? loaded : vec4(0);
        }
        [[unroll]] for (int ky = 0; ky < KERNEL_Y; ky++) {
            int y = oy * STRIDE - top + ky, line = (n * height + clamp(y, 0, height - 1)) * width;
            [[unroll]] for (int k = 0; k < COLUMNS; k++) {
                int column = ox * STRIDE - left + k;
                bool inside = y >= 0 && y < height && column >= 0 && column < width;
                vec4 loaded = load4_x(line + clamp(column, 0, width - 1), channels4, four, channels), v = inside ? loaded : vec4(0);
                [[unroll]] for (int kx = 0; kx < KERNEL_X; kx++) if (k >= kx && (k - kx) % STRIDE == 0 && (k - kx) / STRIDE < TILE)
                    sum[ky * KERNEL_X + kx] += g[(k - kx) / STRIDE] * v;
            }
        }
        ox += TILE;
        bool done = ox >= outWidth;
        ox = done ? 0 : ox;
        row += done ? 1 : 0;
    }
    if (c < channels4) [[unroll]] for (int e = 0; e < 4; e++) if (c * 4 + e < channels)
        [[unroll]] for (int t = 0; t < KERNEL_Y * KERNEL_X; t++)
            slabs[(firstSlab + slab) * slabPitch + (c * 4 + e) * KERNEL_Y * KERNEL_X + t] = sum[t][e];
}
