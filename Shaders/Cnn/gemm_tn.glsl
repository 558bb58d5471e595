// out[m][n] = epilogue(sum over k of a(m, k) * b(k, n)) with a and b both contiguous along m and n (the weight gradient, A^T * B), or with a
// contiguous along k (ROW_MAJOR: A * B). k counts pixels of b: (image, y, x); n counts (tap row, tap, channel), so that the weight gradient
// of a convolution needs no copy of its input. For devices whose subgroup is one SIMD register of 8 lanes (software Vulkan).
// One subgroup makes ROWS m by 32*GROUPS n. A lane loads 8 m of pixel k + lane, or 8 k of row m + lane; shuffles with constant lanes spread them.
// z = (batch or group) * splits + split; each split sums `splitDepth` pixels into its own slab, which sum_splits adds in fixed order.
// The including shader declares wideOut and narrowOut at binding 2, and what they store: RESULT4(v), RESULT(v).
// Traffic: reads a once per 32*GROUPS n, b once per ROWS m, writes out once.
#include "nan.glsl"
#include "divide.glsl"
layout(local_size_x = 8) in;
layout(constant_id = 0) const int ROWS = 32;
layout(constant_id = 1) const int GROUPS = 1;
layout(constant_id = 2) const bool ROW_MAJOR = false;
layout(constant_id = 3) const bool WIDE = true;      // n, outPitch and the out* steps are multiples of 4, and outStep is 1
layout(constant_id = 4) const bool EPILOGUE = false;
layout(push_constant) uniform Push {
    int rows, columns, depth, aPitch, aBase;         // aPitch and a* in loads of 8
    int imagePixels, rowPixels, bImage, bRow, bPixel, bBase; // b* in loads of 4
    int run, taps, tapStep, rowStep;                 // n/4 -> run within a tap, taps in a row
    int splits, splitDepth, outSplit, aZ, bZ, outZ, outPitch, outStep, outBase; // outStep: from column to column
    int parts, channels;
    float low, high;
};
WIDE_INPUT(0, a);
FOUR_INPUT(1, b);
INPUT_F32(3, bias); INPUT_F32(4, scaleShift); INPUT(5, residual);

void main() {
    int lane = int(gl_SubgroupInvocationID), z = quotient(int(gl_WorkGroupID.z), splits), split = int(gl_WorkGroupID.z) - z * splits;
    int column = int(gl_WorkGroupID.x) * 8 * GROUPS + lane, row = int(gl_WorkGroupID.y) * ROWS, columns4 = (columns + 3) / 4;
    vec4 sum[ROWS][GROUPS];
    [[unroll]] for (int i = 0; i < ROWS; i++) [[unroll]] for (int j = 0; j < GROUPS; j++) sum[i][j] = vec4(0);
    int across[GROUPS], from[ROWS / 8];
    [[unroll]] for (int j = 0; j < GROUPS; j++) {
        int n = min(column + j * 8, columns4 - 1), tap = quotient(n, run), line = quotient(tap, taps);
        across[j] = bBase + z * bZ + (n - tap * run) + (tap - line * taps) * tapStep + line * rowStep;
    }
    [[unroll]] for (int i = 0; i < ROWS / 8; i++)
        from[i] = aBase + z * aZ + (ROW_MAJOR ? min(row + lane + i * 8, rows - 1) * aPitch : min(row / 8 + i, (rows + 7) / 8 - 1));

    int first = split * splitDepth, end = min(first + splitDepth, depth);
    [[dont_unroll]] for (int k = first; k < end; k += 8) {
        int mine = k + lane, pixel = min(mine, end - 1);
        Eight x[ROWS / 8];
        [[unroll]] for (int i = 0; i < ROWS / 8; i++) {
            x[i] = unpack8(a[ROW_MAJOR ? from[i] + k / 8 : from[i] + pixel * aPitch]);
            if (!ROW_MAJOR) { x[i].lo = mine < end ? x[i].lo : vec4(0); x[i].hi = mine < end ? x[i].hi : vec4(0); }
        }
        int image = quotient(pixel, imagePixels), p = pixel - image * imagePixels, y = quotient(p, rowPixels);
        int at = image * bImage + y * bRow + (p - y * rowPixels) * bPixel;
        vec4 w[8][GROUPS];
        [[unroll]] for (int u = 0; u < 8; u++) {
            int line = subgroupShuffle(at, uint(u));
            [[unroll]] for (int j = 0; j < GROUPS; j++) w[u][j] = unpack4(b[line + across[j]]);
        }
        [[unroll]] for (int i = 0; i < ROWS; i++) [[unroll]] for (int u = 0; u < 8; u++) {
            int part = ROW_MAJOR ? u : i % 8;
            float v = subgroupShuffle(part < 4 ? x[i / 8].lo[part % 4] : x[i / 8].hi[part % 4], uint(ROW_MAJOR ? i % 8 : u));
            [[unroll]] for (int j = 0; j < GROUPS; j++) sum[i][j] += v * w[u][j];
        }
    }

    int to = outBase + z * outZ + split * outSplit;
    [[unroll]] for (int j = 0; j < GROUPS; j++) {
        int n = column + j * 8;
        if (n < columns4) {
            vec4 scale = vec4(1), shift = vec4(0);
            if (EPILOGUE) [[unroll]] for (int e = 0; e < 4; e++) {
                int c = min(n * 4 + e, columns - 1);
                if ((parts & 1) != 0) shift[e] = bias[c];
                if ((parts & 2) != 0) { scale[e] = scaleShift[c]; shift[e] = shift[e] * scale[e] + scaleShift[channels + c]; }
            }
            [[unroll]] for (int i = 0; i < ROWS; i++) if (row + i < rows) {
                int o = to + (row + i) * outPitch + n * 4 * outStep;
                vec4 v = sum[i][j];
                if (EPILOGUE) {
                    v = v * scale + shift;
                    [[unroll]] for (int e = 0; e < 4; e++) if ((parts & 4) != 0 && n * 4 + e < columns) v[e] += float(residual[o + e * outStep]);
                    v = limited(v, low, high);
                }
                if (WIDE) wideOut[o / 4] = RESULT4(v);
                else { [[unroll]] for (int e = 0; e < 4; e++) if (n * 4 + e < columns) narrowOut[o + e * outStep] = RESULT(v[e]); }
            }
        }
    }
}
