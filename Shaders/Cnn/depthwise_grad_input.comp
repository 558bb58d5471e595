#version 460
// dx[n][y][x][c] = epilogue(sum over ky, kx of dy[n][(y + top - ky)/STRIDE][(x + left - kx)/STRIDE][c] * weight[tap][c], where both divide): the data
// gradient of a strided depthwise convolution. A thread makes TILE_Y by TILE_X results of four channels with no loop left in it; tiles are whole
// strides, so that which taps reach which of their pixels is known when it is compiled. Threads run along channels, then along tiles of a row.
// Traffic: reads dy with what overlaps of its windows, writes dx once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "nan.glsl"
#include "divide.glsl"
#include "fours.glsl"
layout(local_size_x = 8) in;
layout(constant_id = 1) const int TILE_X = 4;  // multiples of STRIDE
layout(constant_id = 2) const int TILE_Y = 4;
layout(constant_id = 3) const int KERNEL_Y = 3;
layout(constant_id = 4) const int KERNEL_X = 3;
layout(constant_id = 5) const int STRIDE = 2;
layout(constant_id = 6) const int PHASE_Y = 1; // top and left modulo STRIDE; push constants hold what is divided
layout(constant_id = 7) const int PHASE_X = 1;
layout(constant_id = 8) const bool RESIDUAL = false;
layout(push_constant) uniform Push {
    int height, width, channels4, outHeight, outWidth, tilesX, top, left, weightPitch; // of dy, then of dx; channels4 counts fours
    int parts, channels;
    float low, high;
};
FOURS_IN(0, dy) FOURS_IN(1, weight) FOURS_OUT(2, result) FOURS_IN_F32(3, bias) FOURS_IN_F32(4, scaleShift) FOURS_IN(5, residual)
// The rows and columns of dy, counted from the tile's own, that some tap brings into the tile.
const int FIRST_Y = -((KERNEL_Y - 1 - PHASE_Y) / STRIDE), ROWS = (TILE_Y - 1 + PHASE_Y) / STRIDE - FIRST_Y + 1;
const int FIRST_X = -((KERNEL_X - 1 - PHASE_X) / STRIDE), COLUMNS = (TILE_X - 1 + PHASE_X) / STRIDE - FIRST_X + 1;

void main() {
    int thread = int(gl_GlobalInvocationID.x), tile = quotient(thread, channels4), c = thread - tile * channels4;
    int x0 = tile * TILE_X, y0 = int(gl_WorkGroupID.y) * TILE_Y, n = int(gl_WorkGroupID.z);
    vec4 w[KERNEL_Y * KERNEL_X], sum[TILE_Y][TILE_X];
    [[unroll]] for (int t = 0; t < KERNEL_Y * KERNEL_X; t++) w[t] = load4_weight(t, weightPitch, c, weightPitch * 4);
    [[unroll]] for (int i = 0; i < TILE_Y; i++) [[unroll]] for (int j = 0; j < TILE_X; j++) sum[i][j] = vec4(0);
    [[unroll]] for (int r = 0; r < ROWS; r++) {
        int y = y0 / STRIDE + top + FIRST_Y + r, line = (n * height + clamp(y, 0, height - 1)) * width;
        vec4 v[COLUMNS];
        [[unroll]] for (int j = 0; j < COLUMNS; j++) { // outside: some pixel's values, replaced by zeros; a branch would cost more
            int column = x0 / STRIDE + left + FIRST_X + j;
            bool inside = y >= 0 && y < height && column >= 0 && column < width;
            vec4 loaded = load4_dy(line + clamp(column, 0, width - 1), channels4, c, channels);
            v[j] = inside ? loaded : vec4(0);
        }
        // Row y0 + i is reached by tap ky where (i + PHASE_Y - ky) / STRIDE = FIRST_Y + r.
        [[unroll]] for (int i = 0; i < TILE_Y; i++) {
            int ky = i + PHASE_Y - (FIRST_Y + r) * STRIDE;
            if (ky >= 0 && ky < KERNEL_Y) [[unroll]] for (int j = 0; j < TILE_X; j++) [[unroll]] for (int k = 0; k < COLUMNS; k++) {
                int kx = j + PHASE_X - (FIRST_X + k) * STRIDE;
                if (kx >= 0 && kx < KERNEL_X) sum[i][j] += w[ky * KERNEL_X + kx] * v[k];
            }
        }
    }
    vec4 scale = vec4(1), shift = vec4(0);
    if ((parts & 1) != 0) shift = load4_bias(0, 0, c, channels);
    if ((parts & 2) != 0) { scale = load4_scaleShift(0, 0, c, channels); shift = shift * scale + load4_scaleShift(1, channels4, c, channels); }
    if (tile < tilesX) [[unroll]] for (int i = 0; i < TILE_Y; i++) [[unroll]] for (int j = 0; j < TILE_X; j++)
        if (y0 + i < outHeight && x0 + j < outWidth) {
        int to = (n * outHeight + y0 + i) * outWidth + x0 + j;
        vec4 v = sum[i][j] * scale + shift;
        if (RESIDUAL) v += load4_residual(to, channels4, c, channels);
        store4_result(to, channels4, c, channels, limited(v, low, high));
    }
}
