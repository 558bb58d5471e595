#version 460
// out[z][f] = epilogue(sum over k of in[z][k] * weight[z][f][k]): a linear layer for a batch of one, which is as fast as its weights are read.
// For devices whose subgroup is one SIMD register of 8 lanes (software Vulkan). One subgroup makes 8 features; its lanes share the sum, each loads 8
// consecutive k of the vector and of all 8 rows, and shuffles with constant lanes add up. Traffic: reads weight once, in once per 8 features.
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_shuffle : require
#include "tensor.glsl"
#include "nan.glsl"
layout(local_size_x = 8) in;
layout(push_constant) uniform Push {
    int features, depth, outBase, outZ; // depth in loads of 8; where this launch's first feature lies in out, and the step from one z to the next
    int parts, channels;
    float low, high;
};
WIDE_INPUT(0, weight); WIDE_INPUT(1, inputs); OUTPUT(2, result);
INPUT_F32(3, bias); INPUT_F32(4, scaleShift); INPUT(5, residual);

void main() {
    int lane = int(gl_SubgroupInvocationID), first = int(gl_WorkGroupID.x) * 8, z = int(gl_WorkGroupID.y);
    float sum[8];
    int row[8];
    [[unroll]] for (int i = 0; i < 8; i++) {
        sum[i] = 0;
        row[i] = (z * features + min(first + i, features - 1)) * depth;
    }
    [[dont_unroll]] for (int k = 0; k < depth; k += 8) {
        int at = min(k + lane, depth - 1);
        Eight x = unpack8(inputs[z * depth + at]);
        x.lo = k + lane < depth ? x.lo : vec4(0);
        x.hi = k + lane < depth ? x.hi : vec4(0);
        [[unroll]] for (int i = 0; i < 8; i++) {
            Eight w = unpack8(weight[row[i] + at]);
            vec4 products = x.lo * w.lo + x.hi * w.hi;
            sum[i] += (products.x + products.y) + (products.z + products.w);
        }
    }
    float mine = 0;
    [[unroll]] for (int i = 0; i < 8; i++) {
        float total = 0;
        [[unroll]] for (int u = 0; u < 8; u++) total += subgroupShuffle(sum[i], uint(u));
        mine = lane == i ? total : mine;
    }
    int channel = outBase + first + lane, to = z * outZ + channel;
    if (first + lane >= features) return;
    if ((parts & 1) != 0) mine += bias[channel];
    if ((parts & 2) != 0) mine = mine * scaleShift[channel] + scaleShift[channels + channel];
    if ((parts & 4) != 0) mine += float(residual[to]);
    result[to] = STORED(limited(mine, low, high));
}
