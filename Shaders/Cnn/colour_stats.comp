#version 460
// Each picture's mean grey, least and most values and, where the table equalizes, what each byte becomes: as they are when the steps before the first that
// asks for them are done. A picture without such a step gets zeros. One workgroup a picture, sums in a fixed order. Traffic: reads x once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#define NO_STATS
#include "colour.glsl"
layout(local_size_x = 64) in;
const uint NEED_STATS = 1u << 2 | 1u << 9 | 1u << 10;
layout(push_constant) uniform Push { uint count, pixels, width, first, end, slots; };
INPUT(0, x); WIDE_INPUT_F32(1, table); OUTPUT_F32(2, result);
shared float sums[64];
shared vec3 lows[64], highs[64];
shared uint histogram[768];

vec3 load(uint at) {
    uint o = at * uint(CHANNELS);
    return CHANNELS == 1 ? vec3(x[o]) : vec3(x[o], x[o + 1], x[o + 2]);
}

// What equalize makes of each byte of a channel, by Pillow: (sum of the bins below + step / 2) / step.
void equalize(uint o, uint channel) {
    uint last = 0, step = 0, sum = 0;
    for (uint k = 0; k < 256; k++)
        last = histogram[channel * 256 + k] > 0 ? k : last;
    step = (pixels - histogram[channel * 256 + last]) / 255;
    sum = step / 2;
    for (uint k = 0; k < 256; k++) {
        result[o + k] = step == 0 ? float(k) : float(min(sum / max(step, 1), 255));
        sum += histogram[channel * 256 + k];
    }
}

void main() {
    uint n = gl_WorkGroupID.x, thread = gl_LocalInvocationID.x, asking = end - first, row = n * slots + first;
    if (n >= count) return;
    bool equalizes = false;
#define STEP(k, mask) if ((mask & NEED_STATS) != 0 && k < asking) { \
        int code = int(unpack4(table[row + k].xy).x); \
        equalizes = needsStats(code) ? code == 9 : equalizes; \
        asking = needsStats(code) ? k : asking; \
    }
    EACH_STEP
#undef STEP
    uint o = n * STATS;
    if (asking == end - first) {
        for (uint k = thread; k < STATS; k += 64)
            result[o + k] = 0;
        return;
    }
    for (uint k = thread; STATS > 8 && k < 768; k += 64)
        histogram[k] = 0;
    if (STATS > 8) barrier();
    Eight known = Eight(vec4(0), vec4(0));
    float sum = 0;
    vec3 low = vec3(255), high = vec3(0);
    for (uint i = thread; i < pixels; i += 64) {
        vec3 v = load(n * pixels + i);
        uint column, line = divide(i, width, column);
#define STEP(k, mask) if (mask != 0 && k < asking && isNumber(v)) v = stepped(mask, unpack8(table[row + k]), known, 0, v, uvec2(column, line), width);
        EACH_STEP
        sum += grey(v);
        low = min(low, v);
        high = max(high, v);
        if (STATS > 8 && equalizes) {
            uvec3 bin = uvec3(toByte(v));
            atomicAdd(histogram[bin.x], 1);
            if (CHANNELS == 3) {
                atomicAdd(histogram[256 + bin.y], 1);
                atomicAdd(histogram[512 + bin.z], 1);
            }
        }
    }
    sums[thread] = sum;
    lows[thread] = low;
    highs[thread] = high;
    barrier();
    if (thread == 0) {
        for (uint k = 1; k < 64; k++) {
            sum += sums[k];
            low = min(low, lows[k]);
            high = max(high, highs[k]);
        }
        result[o] = sum / float(pixels);
        for (uint c = 0; c < 3; c++) {
            result[o + 1 + c] = low[c];
            result[o + 4 + c] = high[c];
        }
        result[o + 7] = 0;
    }
    for (uint k = 8 + thread; !equalizes && k < STATS; k += 64)
        result[o + k] = 0;
    if (equalizes && thread < 3)
        equalize(o + 8 + thread * 256, thread < uint(CHANNELS) ? thread : 0);
}
