#version 460
// Each pixel after the steps first..end of its picture's table; a pixel that is no number stays as it is. Sharpness mixes in the neighbours as they were
// before all of them, so it comes first. Traffic: one read (nine with sharpness), one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, pixels, width, first, slots; };
INPUT(0, x); WIDE_INPUT_F32(1, table); INPUT_F32(2, stats); WIDE_INPUT_F32(2, wideStats); OUTPUT(3, result);
#include "colour.glsl"

vec3 load(uint at) {
    uint o = at * uint(CHANNELS);
    return CHANNELS == 1 ? vec3(x[o]) : vec3(x[o], x[o + 1], x[o + 2]);
}

// torchvision's adjust_sharpness: mixed with the mean of nine, the middle one counting five times; border pixels stay.
vec3 sharpened(uint i, vec3 v, uvec2 place, float factor) {
    uint height = pixels / width;
    if (place.x == 0 || place.y == 0 || place.x + 1 >= width || place.y + 1 >= height || width <= 2 || height <= 2) return v;
    vec3 sum = 4 * v;
    for (uint k = 0; k < 9; k++)
        sum += load(i + (k / 3) * width + k % 3 - width - 1);
    return limit3(factor * v + (1 - factor) * (sum / 13));
}

#define SHARPENS(mask) ((mask & (1u << 12)) != 0)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint at, n = divide(i, pixels, at), row = n * slots + first, column, line = divide(at, width, column);
    Eight known = STATS > 0 ? unpack8(wideStats[n * (STATS / 8)]) : Eight(vec4(0), vec4(0));
    vec3 v = load(i);
#define STEP(k, mask) if (mask != 0 && isNumber(v)) { \
        Eight entry = unpack8(table[row + k]); \
        if (SHARPENS(mask) && int(entry.lo.x) == 12) v = sharpened(i, v, uvec2(column, line), entry.lo.y); \
        v = stepped(mask, entry, known, n * STATS + 8, v, uvec2(column, line), width); \
    }
    EACH_STEP
    result[i * uint(CHANNELS)] = STORED(v.x);
    if (CHANNELS == 3) {
        result[i * 3 + 1] = STORED(v.y);
        result[i * 3 + 2] = STORED(v.z);
    }
}
