#version 460
// Convolution of few channels under a small window to eights of outputs: out[n][oy][ox][o] = epilogue(sum over ky, kx, c of x[n][oy*strideY + ky - top][ox*STRIDE_X + kx - left][c]
// * weight[o][ky][kx][c]).
// For devices whose subgroup is one SIMD register of 8 lanes (software Vulkan). A lane loads what PIXELS neighbouring pixels see once, in place, and makes all their outputs of it, eight
// at a time; each lane loads some of the weights of eight outputs, a shuffle with a constant lane spreads them.
// Traffic: reads x KERNEL_Y ((PIXELS - 1) * STRIDE_X + KERNEL_X) / PIXELS times, weights once per 8 * PIXELS pixels, writes out once.
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_shuffle : require
#include "tensor.glsl"
#include "nan.glsl"
#include "divide.glsl"
layout(local_size_x = 8) in;
layout(constant_id = 0) const int CHANNELS = 1;
layout(constant_id = 1) const int KERNEL_Y = 3;
layout(constant_id = 2) const int KERNEL_X = 3;
layout(constant_id = 3) const int STRIDE_X = 1;
layout(constant_id = 4) const int PIXELS = 4;
layout(constant_id = 5) const bool RESIDUAL = false;
layout(push_constant) uniform Push {
    int images, height, width, outHeight, outWidth, strips, top, left, strideY, at, eights, outBase; // at: the first element in x; outBase: the first eight
    int parts, channels;
    float low, high;
};
WIDE_INPUT(0, weight); INPUT(1, x); WIDE_OUTPUT(2, result); INPUT_F32(3, bias); INPUT_F32(4, scaleShift); WIDE_INPUT(5, residual);
const int ROW = KERNEL_X * CHANNELS, SPAN = ((PIXELS - 1) * STRIDE_X + KERNEL_X) * CHANNELS, TERMS = KERNEL_Y * ROW, LOADS = (TERMS + 7) / 8;

void main() {
    int lane = int(gl_SubgroupInvocationID), strip = int(gl_GlobalInvocationID.x), count = images * outHeight * strips;
    // Past the end: the last strip again, not written.
    int s = min(strip, count - 1), line = quotient(s, strips), ox = (s - line * strips) * PIXELS, n = quotient(line, outHeight), oy = line - n * outHeight;
    float v[KERNEL_Y * SPAN];
    [[unroll]] for (int ky = 0; ky < KERNEL_Y; ky++) {
        int y = oy * strideY - top + ky, from = at + (n * height + clamp(y, 0, height - 1)) * width * CHANNELS;
        bool lies = y >= 0 && y < height;
        [[unroll]] for (int i = 0; i < SPAN; i++) {
            int column = ox * STRIDE_X - left + i / CHANNELS;
            // Outside: some pixel's value, replaced by zero; a branch would cost more.
            float loaded = float(x[from + clamp(column, 0, width - 1) * CHANNELS + i % CHANNELS]);
            v[ky * SPAN + i] = lies && column >= 0 && column < width ? loaded : 0;
        }
    }
    int to = outBase + (line * outWidth + ox) * eights;
    [[dont_unroll]] for (int f = 0; f < eights; f++) {
        Eight w[LOADS];
        [[unroll]] for (int i = 0; i < LOADS; i++) w[i] = unpack8(weight[f * TERMS + min(i * 8 + lane, TERMS - 1)]);
        float sum[PIXELS][8], scale = 1, shift = 0;
        int channel = f * 8 + lane;
        if ((parts & 1) != 0) shift = bias[channel];
        if ((parts & 2) != 0) { scale = scaleShift[channel]; shift = shift * scale + scaleShift[channels + channel]; }
        [[unroll]] for (int o = 0; o < 8; o++) {
            [[unroll]] for (int p = 0; p < PIXELS; p++) sum[p][o] = 0;
            [[unroll]] for (int j = 0; j < TERMS; j++) {
                int e = o * TERMS + j, q = e / 8, u = e % 8;
                float by = subgroupShuffle(u < 4 ? w[q / 8].lo[u % 4] : w[q / 8].hi[u % 4], uint(q % 8));
                [[unroll]] for (int p = 0; p < PIXELS; p++) sum[p][o] += by * v[j / ROW * SPAN + p * STRIDE_X * CHANNELS + j % ROW];
            }
            // (sum + bias) * scale + shift = sum * scale + (bias * scale + shift).
            float a = subgroupShuffle(scale, uint(o)), b = subgroupShuffle(shift, uint(o));
            [[unroll]] for (int p = 0; p < PIXELS; p++) sum[p][o] = sum[p][o] * a + b;
        }
        [[unroll]] for (int p = 0; p < PIXELS; p++) if (strip == s && ox + p < outWidth) {
            Eight r = Eight(vec4(sum[p][0], sum[p][1], sum[p][2], sum[p][3]), vec4(sum[p][4], sum[p][5], sum[p][6], sum[p][7]));
            if (RESIDUAL) { Eight e = unpack8(residual[to + p * eights + f]); r.lo += e.lo; r.hi += e.hi; }
            result[to + p * eights + f] = pack8(Eight(limited(r.lo, low, high), limited(r.hi, low, high)));
        }
    }
}
