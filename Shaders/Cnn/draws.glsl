// What random transforms draw for a sample: block k of its numbers in the stream of one op, from (seed, epoch, op, sample) alone.
#include "philox.glsl"
uvec4 sampleWords(uint seed, uint time, uint op, uint sampleIndex, uint k) { return philox(uvec4(sampleIndex, k, time, op), uvec2(seed, 0)); }

float between(float u, float low, float high) { return low + u * (high - low); }

// A whole number below `end`, as Python's randint(0, end).
int below(uint word, int end) { return int(word % uint(max(end, 1))); }

// A hash of three words (pcg3d: Jarzynski & Olano, 2020), for numbers of each pixel: a sixth of Philox's work, its keys are Philox's.
uvec3 pixelWords(uvec3 v) {
    v = v * 1664525u + 1013904223u;
    v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
    v ^= v >> 16;
    v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
    return v;
}

// Two numbers of the standard normal distribution (Box and Muller, 1958).
vec2 normal2(uvec2 words) {
    float u = (float(words.x >> 8) + 1.0) / 16777216.0, angle = 6.28318530717958647692 * (float(words.y) / 4294967296.0);
    return sqrt(-2 * log(u)) * vec2(cos(angle), sin(angle));
}

// The step that an automatic policy chooses for a sample, of torchvision's fourteen: identity, shear x, y, translate x, y, rotate, brightness, colour,
// contrast, sharpness, posterize, solarize, autocontrast, equalize. `level` runs from 0 to 1.
struct Choice { int step; float level, sign; };

Choice choose(uvec4 words, float bins, float fixedBin) {
    float bin = fixedBin < 0 ? float(below(words.y, int(bins))) : fixedBin;
    return Choice(below(words.x, 14), bins > 1 ? bin / (bins - 1) : 0.0, (words.z & 1u) != 0 ? -1.0 : 1.0);
}
