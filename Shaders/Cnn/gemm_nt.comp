#version 460
// out[p][f] = epilogue(sum over k of in[p][k] * weight[f][k]): convolution as an implicit product, linear layers, batched A * B^T.
// For devices whose subgroup is one SIMD register of 8 lanes (software Vulkan). One subgroup makes 8*GROUPS pixels (lanes are pixels) by
// FEATURES features. Each lane loads 8 consecutive k of its own pixel and of one feature's weights; a shuffle with a constant lane spreads
// the weights. Both operands lie k-contiguous in pitches of 8. Steps over k: `run` loads, then on to the next tap (+tapSkip), after
// `taps` taps on to the next row (+rowSkip); dilation, groups and strides are nothing but these numbers.
// Traffic: reads weight once per 8*GROUPS pixels, in once per FEATURES features, writes out once.
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_shuffle : require
#include "tensor.glsl"
#include "nan.glsl"
#include "divide.glsl"
layout(local_size_x = 8) in;
layout(constant_id = 0) const int FEATURES = 32;
layout(constant_id = 1) const int GROUPS = 4;
layout(constant_id = 2) const bool WIDE = true;      // out is written 8 features at a time: every out* number and the features are multiples of 8
layout(constant_id = 3) const bool RESIDUAL = false; // a constant, because masked-off loads cost as much as real ones here
const int WEIGHTS = (FEATURES + 7) / 8; // loads of weights a lane; a tile of four leaves half the lanes' unused
layout(push_constant) uniform Push {
    int features, pixels, depth, weightPitch;        // depth and pitches of weight and in count loads of 8, those of out elements
    int imagePixels, rowPixels, inImage, inRow, inPixel, inBase;
    int outImage, outRow, outPixel, outBase;
    int run, tapSkip, taps, rowSkip;
    int weightZ, inZ, outZ, channelZ, channelBase;   // steps from one z (batch or group) to the next
    int parts, channels;
    float low, high;
};
WIDE_INPUT(0, weight); WIDE_INPUT(1, inputs); WIDE_OUTPUT(2, wideOut); OUTPUT(2, narrowOut);
INPUT_F32(3, bias); INPUT_F32(4, scaleShift); WIDE_INPUT(5, wideResidual); INPUT(5, narrowResidual);

void main() {
    int lane = int(gl_SubgroupInvocationID), z = int(gl_WorkGroupID.z);
    int pixel = int(gl_WorkGroupID.x) * 8 * GROUPS + lane, feature = int(gl_WorkGroupID.y) * FEATURES;
    float sum[WEIGHTS * 8][GROUPS];
    [[unroll]] for (int i = 0; i < WEIGHTS * 8; i++) [[unroll]] for (int j = 0; j < GROUPS; j++) sum[i][j] = 0;
    int from[GROUPS], to[GROUPS], row[WEIGHTS];
    [[unroll]] for (int j = 0; j < GROUPS; j++) { // past the end: the last pixel again, not written
        int p = min(pixel + j * 8, pixels - 1), image = quotient(p, imagePixels);
        p -= image * imagePixels;
        int y = quotient(p, rowPixels), x = p - y * rowPixels;
        from[j] = inBase + z * inZ + image * inImage + y * inRow + x * inPixel;
        to[j] = outBase + z * outZ + image * outImage + y * outRow + x * outPixel + feature;
    }
    [[unroll]] for (int i = 0; i < WEIGHTS; i++) row[i] = z * weightZ + min(feature + lane + i * 8, features - 1) * weightPitch;

    int at = 0, inRun = 0, tap = 0;
    [[dont_unroll]] for (int k = 0; k < depth; k++) {
        Eight x[GROUPS], w[WEIGHTS];
        [[unroll]] for (int j = 0; j < GROUPS; j++) x[j] = unpack8(inputs[from[j] + at]);
        [[unroll]] for (int i = 0; i < WEIGHTS; i++) w[i] = unpack8(weight[row[i] + k]);
        [[unroll]] for (int i = 0; i < FEATURES; i++) {
            [[unroll]] for (int u = 0; u < 4; u++) {
                float v = subgroupShuffle(w[i / 8].lo[u], uint(i % 8));
                [[unroll]] for (int j = 0; j < GROUPS; j++) sum[i][j] += v * x[j].lo[u];
            }
            [[unroll]] for (int u = 0; u < 4; u++) {
                float v = subgroupShuffle(w[i / 8].hi[u], uint(i % 8));
                [[unroll]] for (int j = 0; j < GROUPS; j++) sum[i][j] += v * x[j].hi[u];
            }
        }
        at++; inRun++; // selects, not branches: both are free beside the products, masks are not
        bool tapDone = inRun == run;
        at += tapDone ? tapSkip : 0; inRun = tapDone ? 0 : inRun; tap += tapDone ? 1 : 0;
        bool rowDone = tap == taps;
        at += rowDone ? rowSkip : 0; tap = rowDone ? 0 : tap;
    }

    // (sum + bias) * scale + shift = sum * scale + (bias * scale + shift): one lane per feature loads, a shuffle spreads.
    [[unroll]] for (int i = 0; i < WEIGHTS; i++) {
        int channel = channelBase + z * channelZ + min(feature + i * 8 + lane, features - 1);
        float scale = 1, shift = 0;
        if ((parts & 1) != 0) shift = bias[channel];
        if ((parts & 2) != 0) { scale = scaleShift[channel]; shift = shift * scale + scaleShift[channels + channel]; }
        [[unroll]] for (int u = 0; u < 8; u++) {
            float a = subgroupShuffle(scale, uint(u)), b = subgroupShuffle(shift, uint(u));
            [[unroll]] for (int j = 0; j < GROUPS; j++) sum[i * 8 + u][j] = sum[i * 8 + u][j] * a + b;
        }
    }
    [[unroll]] for (int j = 0; j < GROUPS; j++) if (pixel + j * 8 < pixels) {
        if (WIDE) {
            [[unroll]] for (int i = 0; i < FEATURES; i += 8) if (feature + i < features) {
                Eight v = Eight(vec4(sum[i][j], sum[i + 1][j], sum[i + 2][j], sum[i + 3][j]),
                    vec4(sum[i + 4][j], sum[i + 5][j], sum[i + 6][j], sum[i + 7][j]));
                if (RESIDUAL) { Eight r = unpack8(wideResidual[(to[j] + i) / 8]); v.lo += r.lo; v.hi += r.hi; }
                wideOut[(to[j] + i) / 8] = pack8(Eight(limited(v.lo, low, high), limited(v.hi, low, high)));
            }
        } else {
            [[unroll]] for (int i = 0; i < FEATURES; i++) if (feature + i < features) {
                float v = sum[i][j];
                if (RESIDUAL) v += float(narrowResidual[to[j] + i]);
                narrowOut[to[j] + i] = STORED(limited(v, low, high));
            }
        }
    }
}
