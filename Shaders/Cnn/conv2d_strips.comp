#version 460
// Convolution of few channels under a wide window, stride 1, no border: out[n][oy][ox][o] = epilogue(sum over ky, j of x[n][oy + ky][ox*C + j] *
// weight[o][ky][j]), j running over the window's row of KERNEL_X * CHANNELS elements, which lie side by side.
// For devices whose subgroup is one SIMD register of 8 lanes (software Vulkan). A lane makes 8 neighbouring pixels by 4 outputs: an input row is loaded
// once, eight elements at a time, and used by all of them; lanes load one weight each, a shuffle with a constant lane spreads it.
// Traffic: reads x KERNEL_Y (8 + KERNEL_X) / 8 times for 4 outputs, weights once per 64 pixels, writes out once.
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_shuffle : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 8) in;
layout(constant_id = 0) const int CHANNELS = 3;
layout(constant_id = 1) const int KERNEL_X = 9;
layout(constant_id = 2) const bool RESIDUAL = false;
layout(push_constant) uniform Push {
    int height, pitch, images, outHeight, outWidth, outs, kernelY, strips; // pitch counts loads of 8
    int parts, channels;
    float low, high;
};
WIDE_INPUT(0, x); INPUT(1, weight); OUTPUT(2, result); INPUT_F32(3, bias); INPUT_F32(4, scaleShift); INPUT(5, residual);
const int PIXELS = 8, OUTS = 4, ROW = KERNEL_X * CHANNELS, LOADS = ((PIXELS + KERNEL_X - 1) * CHANNELS + 7) / 8, WEIGHTS = (OUTS * ROW + 7) / 8;

void main() {
    int lane = int(gl_SubgroupInvocationID), strip = int(gl_GlobalInvocationID.x), first = int(gl_WorkGroupID.y) * OUTS;
    // Past the end: the last strip again, not written.
    int s = min(strip, images * outHeight * strips - 1), line = quotient(s, strips), ox = (s - line * strips) * PIXELS;
    int n = quotient(line, outHeight), oy = line - n * outHeight;
    int from = (n * height + oy) * pitch + ox * CHANNELS / 8, last = images * height * pitch - 1;
    int at[WEIGHTS];
    [[unroll]] for (int i = 0; i < WEIGHTS; i++) {
        int e = min(lane + 8 * i, OUTS * ROW - 1), o = quotient(e, ROW);
        at[i] = (min(first + o, outs - 1) * kernelY - o) * ROW + e;
    }
    float sum[PIXELS][OUTS];
    [[unroll]] for (int p = 0; p < PIXELS; p++) [[unroll]] for (int o = 0; o < OUTS; o++) sum[p][o] = 0;
    [[dont_unroll]] for (int ky = 0; ky < kernelY; ky++) {
        float v[LOADS * 8], w[WEIGHTS];
        [[unroll]] for (int i = 0; i < LOADS; i++) {
            Eight e = unpack8(x[min(from + i, last)]);
            [[unroll]] for (int u = 0; u < 4; u++) { v[8 * i + u] = e.lo[u]; v[8 * i + 4 + u] = e.hi[u]; }
        }
        [[unroll]] for (int i = 0; i < WEIGHTS; i++) { w[i] = float(weight[at[i]]); at[i] += ROW; }
        [[unroll]] for (int o = 0; o < OUTS; o++) {
            [[unroll]] for (int j = 0; j < ROW; j++) {
                float k = subgroupShuffle(w[(o * ROW + j) / 8], uint((o * ROW + j) % 8));
                [[unroll]] for (int p = 0; p < PIXELS; p++) sum[p][o] += k * v[p * CHANNELS + j];
            }
        }
        from += pitch;
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
            result[to] = STORED(clamp(v, low, high));
        }
    }
}
