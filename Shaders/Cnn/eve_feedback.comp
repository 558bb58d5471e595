#version 460
// How much slower Eve goes by the relative change of the loss; f32 only. One thread. Traffic: a few numbers.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 1) in;
layout(push_constant) uniform Push { float beta3, rest3, low, high; };
INPUT_F32(0, loss); INPUT_F32(1, rate); INPUT_F32(2, state); OUTPUT_F32(3, result);

void main() {
    // A loss of nothing would divide nothing by nothing, in all steps to come.
    float f = abs(loss[0]) < 1e-12 ? 1e-12 : loss[0], d = state[0], before = state[1], steps = state[2];
    if ((floatBitsToInt(f) & 0x7fffffff) < 0x7f800000) {
        if (steps > 0) {
            bool grows = f >= before;
            float least = grows ? low + 1 : 1 / (high + 1), most = grows ? high + 1 : 1 / (low + 1);
            float now = min(max(least, f / before), most) * before;
            d = beta3 * d + rest3 * (abs(now - before) / min(now, before));
            before = now;
        } else {
            before = f;
        }
        steps += 1;
    }
    result[0] = d;
    result[1] = before;
    result[2] = steps;
    result[3] = rate[0] / d;
}
