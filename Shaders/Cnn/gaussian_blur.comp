#version 460
// One axis of a Gaussian blur: out[o, i] = sum over k of w[|k|] x[o, i + k], mirrored at both ends, or its transpose. Several results along the axis a
// thread, which share what they read. Traffic: (SEVERAL + 2 REACH) / SEVERAL reads, one write. f32 only.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int REACH = 4;
layout(constant_id = 2) const int SEVERAL = 8;
layout(constant_id = 3) const bool BACK = false;
layout(push_constant) uniform Push { uint count, blocks, groups; int size; };
BLOCKS_IN_F32(0, x) INPUT_F32(1, w); BLOCKS_OUT_F32(2, result)

Eight weighted(Eight sum, Eight v, float by) { return Eight(sum.lo + by * v.lo, sum.hi + by * v.hi); }
float weightOf(int k) { return k <= REACH ? w[k] : 0.0; }

// What x[at] weighs in result i of the transpose: as itself, and as its images beyond both ends, which an end itself has not.
float transposed(int i, int at) {
    return weightOf(abs(i - at)) + (i > 0 ? weightOf(i + at) : 0) + (i < size - 1 ? weightOf(2 * (size - 1) - i - at) : 0);
}

void main() {
    uint thread = ELEMENT;
    if (thread >= count) return;
    uint block, group, outer = divide(divide(thread, blocks, block), groups, group);
    int first = int(group) * SEVERAL;
    uint line = outer * uint(size) * blocks + block;
    if (BACK && (first <= REACH || first + SEVERAL + REACH >= size)) {
        for (int i = first; i < min(first + SEVERAL, size); i++) {
            Eight sum = splat(0);
            for (int at = max(i - REACH, 0); at <= min(i + REACH, size - 1); at++) sum = weighted(sum, load_x(line + uint(at) * blocks), transposed(i, at));
            store_result(line + uint(i) * blocks, sum);
        }
        return;
    }
    Eight sums[SEVERAL];
    [[unroll]] for (int p = 0; p < SEVERAL; p++) sums[p] = splat(0);
    [[unroll]] for (int t = 0; t < SEVERAL + 2 * REACH; t++) {
        // Beyond the mirror lie only places whose results are not stored.
        int at = max(size - 1 - abs(size - 1 - abs(first + t - REACH)), 0);
        Eight v = load_x(line + uint(at) * blocks);
        [[unroll]] for (int p = 0; p < SEVERAL; p++) {
            if (abs(t - REACH - p) <= REACH) sums[p] = weighted(sums[p], v, w[abs(t - REACH - p)]);
        }
    }
    [[unroll]] for (int p = 0; p < SEVERAL; p++) {
        if (first + p < size) store_result(line + uint(first + p) * blocks, sums[p]);
    }
}
