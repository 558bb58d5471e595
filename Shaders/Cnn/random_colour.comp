#version 460
// A table of colour steps for each sample, in which a transform writes its own: eight numbers a step, its code in colour.glsl and what was drawn for it; code 0
// with probability 1 - p. f32 only. Traffic: one read and one write of the table.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "draws.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push {
    uint count, kind, id, hasStep, hasBefore, slot, slots;
    int height, width;
    float p, a, b, c, d, e, f, g, h, i, j;
};
INPUT_I32(0, samples); INPUT_I32(1, key); INPUT_F32(2, before); OUTPUT_F32(3, result);

void write(uint n, uint at, float code, float v0, float v1, float v2, vec4 more) {
    uint o = (n * slots + at) * 8;
    result[o] = code;
    result[o + 1] = v0;
    result[o + 2] = v1;
    result[o + 3] = v2;
    for (uint k = 0; k < 4; k++)
        result[o + 4 + k] = more[k];
}

void step(uint n, float code, float v0) { write(n, slot, code, v0, 0, 0, vec4(0)); }

// Two keys of 24 bits, from which a pixel's noise is drawn.
vec2 keys(uvec4 words) { return vec2(words.zw >> 8); }

void lighting(uint n, vec3 by) {
    write(n, slot, 13, 255 * (by.x * a + by.y * b + by.z * c), 255 * (by.x * d + by.y * e + by.z * f), 255 * (by.x * g + by.y * h + by.z * i), vec4(0));
}

// torchvision's RandomErasing: a rectangle of a random share of the area and a random aspect, ten tries, else none.
void erase(uint n, uint seed, uint time, uint number) {
    vec2 noise = keys(sampleWords(seed, time, id, number, 1));
    for (uint k = 2; k < 12; k++) {
        uvec4 words = sampleWords(seed, time, id, number, k);
        vec4 u = uniform4(words);
        float area = float(height * width) * between(u.x, a, b), aspect = exp(between(u.y, log(c), log(d)));
        int rows = int(roundEven(sqrt(area * aspect))), columns = int(roundEven(sqrt(area / aspect)));
        if (rows < height && columns < width) {
            int top = below(words.z, height - rows + 1), left = below(words.w, width - columns + 1);
            write(n, slot, e < 0 ? 16 : 15, top, left, top + rows, vec4(left + columns, e, noise));
            return;
        }
    }
    step(n, 0, 0);
}

// A square about any pixel, which may lie partly outside (DeVries & Taylor, 2017).
void cutout(uint n, uvec4 words) {
    int size = int(a), top = below(words.y, height) - size / 2, left = below(words.z, width) - size / 2;
    write(n, slot, 15, top, left, top + size, vec4(left + size, b, 0, 0));
}

// torchvision's ColorJitter: four steps in random order.
void jitter(uint n, vec4 u, uvec4 words) {
    uvec4 order = uvec4(1, 2, 3, 4);
    for (int k = 3; k > 0; k--) {
        int other = below(words[k], k + 1);
        uint kept = order[k];
        order[k] = order[other];
        order[other] = kept;
    }
    vec4 low = vec4(a, c, e, g), high = vec4(b, d, f, h);
    for (uint k = 0; k < 4; k++) {
        uint at = order[k] - 1;
        bool still = low[at] == high[at] && low[at] == (at == 3 ? 0.0 : 1.0);
        write(n, slot + k, still ? 0.0 : float(order[k]), still ? 0.0 : between(u[at], low[at], high[at]), 0, 0, vec4(0));
    }
}

// What torchvision's policies do to colours: the code of each of their steps.
const float CODES[14] = float[](0, 0, 0, 0, 0, 0, 1, 3, 2, 12, 7, 8, 10, 9);

void policy(uint n, Choice choice) {
    float enhanced = 1 + choice.sign * choice.level * e, bits = 8 - roundEven(choice.level * f), above = 255 - 255 * choice.level;
    step(n, CODES[choice.step], choice.step < 6 || choice.step > 11 ? 0.0 : choice.step < 10 ? enhanced : choice.step == 10 ? bits : above);
}

void main() {
    uint n = ELEMENT;
    if (n >= count) return;
    for (uint k = 0; k < slots * 8; k++)
        result[n * slots * 8 + k] = hasBefore != 0 ? before[n * slots * 8 + k] : 0.0;
    uint seed = uint(key[0]), time = hasStep != 0 ? uint(key[1]) : 0, number = uint(samples[n]);
    uvec4 words = sampleWords(seed, time, id, number, 0);
    vec4 u = uniform4(words);
    if (u.x >= p) {
        for (uint k = slot; k < slot + (kind == 16 ? 4 : 1); k++)
            write(n, k, 0, 0, 0, 0, vec4(0));
        return;
    }
    uvec4 more = sampleWords(seed, time, id, number, 1);
    switch (kind) {
        case 0: step(n, 1, between(u.y, a, b)); return; // Brightness
        case 1: step(n, 2, between(u.y, a, b)); return; // Contrast
        case 2: step(n, 3, between(u.y, a, b)); return; // Saturation
        case 3: step(n, 4, between(u.y, a, b)); return; // Hue
        case 4: step(n, 5, between(u.y, a, b)); return; // Gamma
        case 5: step(n, 6, 0); return; // Greyscale
        case 6: step(n, 7, a); return; // Posterize
        case 7: step(n, 8, a); return; // Solarize
        case 8: step(n, 9, 0); return; // Equalize
        case 9: step(n, 10, 0); return; // AutoContrast
        case 10: step(n, 11, 0); return; // Invert
        case 11: step(n, 12, a); return; // Sharpness
        case 12: lighting(n, j * vec3(normal2(more.xy), normal2(more.zw).x)); return; // Lighting
        case 13: write(n, slot, 14, between(u.y, a, b), keys(words).x, keys(words).y, vec4(0)); return; // Noise
        case 14: erase(n, seed, time, number); return; // Erase
        case 15: cutout(n, words); return; // Cutout
        case 16: jitter(n, uniform4(more), sampleWords(seed, time, id, number, 2)); return; // Jitter
        case 17: policy(n, choose(words, g, h)); return; // Policy
    }
}
