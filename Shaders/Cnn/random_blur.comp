#version 460
// Along one axis of each picture: a Gaussian of a width drawn for the sample, cut off at 2 * REACH + 1 pixels, the picture mirrored at its edge pixels; with
// probability 1 - p the picture as it is. Traffic: taps of x, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "draws.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const int REACH = 1;
layout(push_constant) uniform Push { uint count, sampleCount, inner, length, id, hasStep; float p, low, high; };
INPUT(0, x); INPUT_I32(1, samples); INPUT_I32(2, key); OUTPUT(3, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint n = i / sampleCount, at = i / inner % length;
    vec4 u = uniform4(sampleWords(uint(key[0]), hasStep != 0 ? uint(key[1]) : 0, id, uint(samples[n]), 0));
    float sigma = between(u.y, low, high), sum = float(x[i]), weights = 1, last = 2 * float(length) - 2;
    if (u.x < p && length > 1) {
        for (int k = 1; k <= REACH; k++) {
            float weight = exp(-0.5 * float(k * k) / (sigma * sigma));
            int before = int(at) - k, after = int(at) + k;
            before = abs(before) % int(last);
            before = before < int(length) ? before : int(last) - before;
            after = after % int(last);
            after = after < int(length) ? after : int(last) - after;
            if (weight > 0)
                sum += weight * (float(x[i + (uint(before) - at) * inner]) + float(x[i + (uint(after) - at) * inner]));
            weights += 2 * weight;
        }
    }
    result[i] = STORED(sum / weights);
}
