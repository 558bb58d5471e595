#version 460
// What gradients are multiplied by, and what becomes of the loss scale; f32 only. One thread. Traffic: a few numbers.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 1) in;
layout(push_constant) uniform Push { uint count; float most, growth, backoff, interval, batches; };
INPUT_F32(0, squares); INPUT_F32(1, state); OUTPUT_F32(2, result);

void main() {
    float sum = 0;
    for (uint i = 0; i < count; i++)
        sum += squares[i];
    float norm = sqrt(sum), unscale = state[0], scale = state[1], good = state[2], skipped = state[3];
    bool finite = (floatBitsToInt(norm) & 0x7fffffff) < 0x7f800000;
    result[0] = unscale;
    result[1] = !finite ? uintBitsToFloat(0x7fc00000u) : most > 0 ? min(1.0, most / (norm + 1e-6)) : 1.0;
    result[2] = norm;
    result[3] = scale;
    good = finite ? good + 1 : 0;
    if (!finite) {
        scale *= backoff;
        skipped += 1;
    } else if (good >= interval) {
        // A scale that would no longer be a number stays.
        float grown = scale * growth;
        scale = (floatBitsToInt(grown) & 0x7fffffff) < 0x7f800000 ? grown : scale;
        good = 0;
    }
    result[4] = 1 / (scale * batches);
    result[5] = scale;
    result[6] = good;
    result[7] = skipped;
}
