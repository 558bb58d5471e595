#version 460
// Each pixel after the steps first..end of its picture's table; a pixel that is no number stays as it is. Sharpness mixes in the neighbours as they were
// before all of them, so it comes first. Traffic: one read (nine with sharpness), one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "colour.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, pixels, width, first, end, slots; };
INPUT(0, x); INPUT_F32(1, table); INPUT_F32(2, stats); OUTPUT(3, result);

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

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint n = i / pixels, o = n * slots * 8;
    uvec2 place = uvec2(i % pixels % width, i % pixels / width);
    vec3 v = load(i);
    for (uint k = first; k < end && isNumber(v); k++) {
        uint at = o + k * 8;
        if (MAY(12) && int(table[at]) == 12)
            v = sharpened(i, v, place, table[at + 1]);
        COLOUR_STEP(table, at, stats, n * STATS, v, place, width)
    }
    result[i * uint(CHANNELS)] = STORED(v.x);
    if (CHANNELS == 3) {
        result[i * 3 + 1] = STORED(v.y);
        result[i * 3 + 2] = STORED(v.z);
    }
}
