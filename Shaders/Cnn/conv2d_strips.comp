#version 460
// Convolution under a wide window of few channels, or of eights of channels to few outputs; stride 1, no border: out[n][oy][ox][o] = epilogue(sum over ky, kx, c
// of x[n][oy + ky][ox + kx][c] * weight[o][ky][kx][c]).
// For devices whose subgroup is one SIMD register of 8 lanes (software Vulkan). A lane makes 8 neighbouring pixels by OUTS outputs: a row of the input (of eight
// channels) is loaded once, eight elements at a time, and used by all of them; lanes load one weight each, a shuffle with a constant lane spreads it.
// Traffic: reads x KERNEL_Y (8 + KERNEL_X) / 8 times for OUTS outputs, weights once per 64 pixels, writes out once.
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_shuffle : require
#include "tensor.glsl"
#include "nan.glsl"
#include "divide.glsl"
layout(local_size_x = 8) in;
layout(constant_id = 0) const int CHANNELS = 3;
layout(constant_id = 1) const int KERNEL_X = 9;
layout(constant_id = 2) const bool RESIDUAL = false;
layout(constant_id = 3) const int OUTS = 4;
layout(push_constant) uniform Push {
    int height, pitch, images, outHeight, outWidth, outs, kernelY, strips, eights; // pitch counts loads of 8; eights of channels, 1 where these are few
    int parts, channels;
    float low, high;
};
WIDE_INPUT(0, x); INPUT(1, weight); OUTPUT(2, result); INPUT_F32(3, bias); INPUT_F32(4, scaleShift); INPUT(5, residual);
const int PIXELS = 8, ROW = KERNEL_X * CHANNELS, LOADS = ((PIXELS + KERNEL_X - 1) * CHANNELS + 7) / 8, WEIGHTS = (OUTS * ROW + 7) / 8;

void main() {
    int lane = int(gl_SubgroupInvocationID), strip = int(gl_GlobalInvocationID.x), first = int(gl_WorkGroupID.y) * OUTS;
    // Past the end: the last strip again, not written.
    int s = min(strip, images * outHeight * strips - 1), line = quotient(s, strips), ox = (s - line * strips) * PIXELS;
    int n = quotient(line, outHeight), oy = line - n * outHeight;
    int from = (n * height + oy) * pitch + ox * CHANNELS * eights / 8, last = images * height * pitch - 1, depth = CHANNELS * eights;
    int at[WEIGHTS];
    [[unroll]] for (int i = 0; i < WEIGHTS; i++) {
        int e = min(lane + 8 * i, OUTS * ROW - 1), o = quotient(e, ROW), j = e - o * ROW, kx = quotient(j, CHANNELS);
        at[i] = (min(first + o, outs - 1) * kernelY * KERNEL_X + kx) * depth + j - kx * CHANNELS;
    }
    float sum[PIXELS][OUTS];
    [[unroll]] for (int p = 0; p < PIXELS; p++) [[unroll]] for (int o = 0; o < OUTS; o++) sum[p][o] = 0;
    int eight = 0;
    [[dont_unroll]] for (int k = 0; k < kernelY * eights; k++) {
        float v[LOADS * 8], w[WEIGHTS];
        [[unroll]] for (int i = 0; i < LOADS; i++) {
            Eight e = unpack8(x[min(from + i * eights, last)]);
            [[unroll]] for (int u = 0; u < 4; u++) { v[8 * i + u] = e.lo[u]; v[8 * i + 4 + u] = e.hi[u]; }
        }
        [[unroll]] for (int i = 0; i < WEIGHTS; i++) w[i] = float(weight[at[i]]);
        [[unroll]] for (int o = 0; o < OUTS; o++) {
            [[unroll]] for (int j = 0; j < ROW; j++) {
                float by = subgroupShuffle(w[(o * ROW + j) / 8], uint((o * ROW + j) % 8));
                [[unroll]] for (int p = 0; p < PIXELS; p++) sum[p][o] += by * v[p * CHANNELS + j];
            }
        }
        eight++; // on to the next eight channels, after all of them to the next row
        bool rowDone = eight == eights;
        from += rowDone ? pitch + 1 - eights : 1;
        [[unroll]] for (int i = 0; i < WEIGHTS; i++) at[i] += rowDone ? KERNEL_X * depth - (eights - 1) * CHANNELS : CHANNELS;
        eight = rowDone ? 0 : eight;
    }
    [[unroll]] for (int o = 0; o < OUTS; o++) {
        int channel = min(first + o, outs - 1);
        float scale = 1, shift = 0;
        if ((parts & 1) != 0) shift = bias[channel];
        if ((parts & 2) != 0) { scale = scaleShift[channel]; shift = shift * scale + scaleShift[channels + channel]; }
        [[unroll]] for (int p = 0; p < PIXELS; p++) if (strip == s && ox + p < outWidth && first + o < outs) {
            int to = (line * outWidth + ox + p) * outs + first + o;
            float v = sum[p][o] * scale + shift;
            if (RESIDUAL) v += float(residual[to]);
            result[to] = STORED(limited(v, low, high));
        }
    }
}
