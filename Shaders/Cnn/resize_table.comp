#version 460
// For every output along an axis: its first sample, 1 if it is extrapolated, and the weights of its taps. f32 only. Positions are exact fractions.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push {
    int outs, ins, taps, stepLow, stepHigh, offsetLow, offsetHigh, denominatorLow, denominatorHigh, mode, nearest, excludeOutside, crop;
    float cubic, stretch;
};
OUTPUT_F32(0, result);

int64_t whole(int low, int high) { return packInt2x32(ivec2(low, high)); }

// Weight of a sample at distance x, a kernel about zero: Keys, "Cubic convolution interpolation", 1981.
float kernel(float x) {
    x = abs(x);
    if (mode == 1) return max(1.0 - x, 0.0);
    if (x < 1.0) return ((cubic + 2.0) * x - (cubic + 3.0)) * x * x + 1.0;
    return x < 2.0 ? ((x - 5.0) * x + 8.0) * x * cubic - 4.0 * cubic : 0.0;
}

void main() {
    int o = int(ELEMENT);
    if (o >= outs) return;
    int64_t denominator = whole(denominatorLow, denominatorHigh), p = int64_t(o) * whole(stepLow, stepHigh) + whole(offsetLow, offsetHigh);
    int64_t floored = p / denominator, rest = p - floored * denominator;
    if (rest < 0) {
        floored -= 1;
        rest += denominator;
    }
    int first = int(clamp(floored, int64_t(-16777216), int64_t(16777216))), to = o * (2 + taps);
    bool outside = crop != 0 && (p < 0 || p > int64_t(ins - 1) * denominator);
    if (mode == 0) {
        bool up = nearest == 0 ? 2 * rest > denominator : nearest == 1 ? 2 * rest >= denominator : nearest == 3 && rest > 0;
        first += up ? 1 : 0;
    } else {
        first -= taps / 2 - 1;
    }
    result[to] = float(first);
    result[to + 1] = outside ? 1.0 : 0.0;
    float fraction = float(rest) / float(denominator), sum = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < taps; k++) {
            bool dropped = outside || (excludeOutside != 0 && (first + k < 0 || first + k >= ins));
            float weight = dropped ? 0.0 : mode == 0 ? 1.0 : kernel((float(k - taps / 2 + 1) - fraction) / stretch);
            if (pass == 0) sum += weight;
            else result[to + 2 + k] = sum == 0.0 ? 0.0 : weight / sum;
        }
    }
}
