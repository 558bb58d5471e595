#version 460
// out[n][oy][ox][c] = epilogue(sum over ky, kx of x[n][oy*STRIDE - top + ky][ox*STRIDE - left + kx][c] * weight[tap][c]): one input channel each.
// A thread makes TILE_X by TILE_Y outputs of four channels with no loop left in it: every input vector is loaded once and used by all taps that
// reach it. Threads run along channels, then along tiles of a row. FLIP takes the taps backwards: the data gradient of stride 1.
// Traffic: reads (TILE+K-1)^2 / TILE^2 of the input, writes out once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "nan.glsl"
#include "divide.glsl"
#include "fours.glsl"
layout(local_size_x = 8) in;
layout(constant_id = 1) const int TILE_X = 4;
layout(constant_id = 2) const int TILE_Y = 4;
layout(constant_id = 3) const int KERNEL_Y = 3;
layout(constant_id = 4) const int KERNEL_X = 3;
layout(constant_id = 5) const int STRIDE = 1;
layout(constant_id = 6) const bool FLIP = false;
layout(constant_id = 7) const bool RESIDUAL = false;
layout(push_constant) uniform Push {
    int height, width, channels4, outHeight, outWidth, tilesX, top, left, weightPitch; // channels4 and weightPitch count fours
    int parts, channels;
    float low, high;
};
FOURS_IN(0, x) FOURS_IN(1, weight) FOURS_OUT(2, result) FOURS_IN_F32(3, bias) FOURS_IN_F32(4, scaleShift) FOURS_IN(5, residual)
const int ROWS = (TILE_Y - 1) * STRIDE + KERNEL_Y, COLUMNS = (TILE_X - 1) * STRIDE + KERNEL_X, TAPS = KERNEL_Y * KERNEL_X;

void main() {
    int thread = int(gl_GlobalInvocationID.x), tile = quotient(thread, channels4), c = thread - tile * channels4;
    int ox = tile * TILE_X, oy = int(gl_WorkGroupID.y) * TILE_Y, n = int(gl_WorkGroupID.z);
    vec4 w[TAPS], sum[TILE_Y][TILE_X];
    [[unroll]] for (int t = 0; t < TAPS; t++) w[t] = load4_weight(FLIP ? TAPS - 1 - t : t, weightPitch, c, weightPitch * 4);
    [[unroll]] for (int i = 0; i < TILE_Y; i++) [[unroll]] for (int j = 0; j < TILE_X; j++) sum[i][j] = vec4(0);
    [[unroll]] for (int r = 0; r < ROWS; r++) {
        int y = oy * STRIDE - top + r, line = (n * height + clamp(y, 0, height - 1)) * width;
        vec4 v[COLUMNS];
        [[unroll]] for (int j = 0; j < COLUMNS; j++) { // outside: some pixel's values, replaced by zeros; a branch would cost more
            int column = ox * STRIDE - left + j;
            bool inside = y >= 0 && y < height && column >= 0 && column < width;
            vec4 loaded = load4_x(line + clamp(column, 0, width - 1), channels4, c, channels);
            v[j] = inside ? loaded : vec4(0);
        }
        [[unroll]] for (int ky = 0; ky < KERNEL_Y; ky++) if (r - ky >= 0 && (r - ky) % STRIDE == 0 && (r - ky) / STRIDE < TILE_Y)
            [[unroll]] for (int j = 0; j < TILE_X; j++) [[unroll]] for (int kx = 0; kx < KERNEL_X; kx++)
                sum[(r - ky) / STRIDE][j] += w[ky * KERNEL_X + kx] * v[j * STRIDE + kx];
    }
    vec4 scale = vec4(1), shift = vec4(0);
    if ((parts & 1) != 0) shift = load4_bias(0, 0, c, channels);
    if ((parts & 2) != 0) { scale = load4_scaleShift(0, 0, c, channels); shift = shift * scale + load4_scaleShift(1, channels4, c, channels); }
    if (tile < tilesX) [[unroll]] for (int i = 0; i < TILE_Y; i++) [[unroll]] for (int j = 0; j < TILE_X; j++)
        if (oy + i < outHeight && ox + j < outWidth) {
        int to = (n * outHeight + oy + i) * outWidth + ox + j;
        vec4 v = sum[i][j] * scale + shift;
        if (RESIDUAL) v += load4_residual(to, channels4, c, channels);
        store4_result(to, channels4, c, channels, limited(v, low, high));
    }
}
