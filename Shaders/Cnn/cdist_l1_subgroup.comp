#version 460
// result[q][r] = sum over f of |a[q][f] - b[r][f]|, as gemm_nt.comp multiplies: for devices whose subgroup is one SIMD register of 8 lanes (software
// Vulkan). One subgroup makes 8*GROUPS queries (lanes are queries) by REFERENCES references; each lane loads 8 consecutive f of its own query and
// of one reference, and a shuffle with a constant lane spreads the references. Rows are padded to multiples of 8.
// Traffic: reads b once per 8*GROUPS queries, a once per REFERENCES references, writes the result once.
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_shuffle : require
#include "tensor.glsl"
layout(local_size_x = 8) in;
layout(constant_id = 0) const int REFERENCES = 32;
layout(constant_id = 1) const int GROUPS = 4;
const int LOADS = (REFERENCES + 7) / 8;
layout(push_constant) uniform Push { int queries, references, depth; }; // depth counts loads of 8
WIDE_INPUT(0, a); WIDE_INPUT(1, b); OUTPUT_F32(2, result);

void main() {
    int lane = int(gl_SubgroupInvocationID), query = int(gl_WorkGroupID.x) * 8 * GROUPS + lane, reference = int(gl_WorkGroupID.y) * REFERENCES;
    float sum[REFERENCES][GROUPS];
    [[unroll]] for (int i = 0; i < REFERENCES; i++) [[unroll]] for (int j = 0; j < GROUPS; j++) sum[i][j] = 0;
    int from[GROUPS], row[LOADS];
    [[unroll]] for (int j = 0; j < GROUPS; j++) from[j] = min(query + j * 8, queries - 1) * depth; // past the end: the last again, not written
    [[unroll]] for (int i = 0; i < LOADS; i++) row[i] = min(reference + lane + i * 8, references - 1) * depth;

    [[dont_unroll]] for (int k = 0; k < depth; k++) {
        Eight x[GROUPS], y[LOADS];
        [[unroll]] for (int j = 0; j < GROUPS; j++) x[j] = unpack8(a[from[j] + k]);
        [[unroll]] for (int i = 0; i < LOADS; i++) y[i] = unpack8(b[row[i] + k]);
        [[unroll]] for (int i = 0; i < REFERENCES; i++) {
            [[unroll]] for (int u = 0; u < 4; u++) {
                float v = subgroupShuffle(y[i / 8].lo[u], uint(i % 8));
                [[unroll]] for (int j = 0; j < GROUPS; j++) sum[i][j] += abs(x[j].lo[u] - v);
            }
            [[unroll]] for (int u = 0; u < 4; u++) {
                float v = subgroupShuffle(y[i / 8].hi[u], uint(i % 8));
                [[unroll]] for (int j = 0; j < GROUPS; j++) sum[i][j] += abs(x[j].hi[u] - v);
            }
        }
    }
    [[unroll]] for (int j = 0; j < GROUPS; j++) if (query + j * 8 < queries) {
        [[unroll]] for (int i = 0; i < REFERENCES; i++)
            if (reference + i < references) result[(query + j * 8) * references + reference + i] = sum[i][j];
    }
}
