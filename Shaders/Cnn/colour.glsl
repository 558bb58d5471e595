// Steps of colour on pixels of 0 to 255, by torchvision's formulas, as a sample's table says: eight numbers a step, the first of which is its code.
// KINDS: bit k where code k may occur. Steps that need the whole picture's statistics find them in `stats`: mean grey, least and most of each channel, and
// for equalize a table of 256 values a channel.
#include "draws.glsl"
#include "nan.glsl"
layout(constant_id = 0) const uint KINDS = 0xffffffffu;
layout(constant_id = 1) const int CHANNELS = 3;
layout(constant_id = 2) const uint STATS = 8;
#define MAY(code) ((KINDS & (1u << (code))) != 0)
// A kernel that makes the statistics defines NO_STATS: it does no step that needs them.
#ifdef NO_STATS
#define MAY_STATS(code) false
#else
#define MAY_STATS(code) MAY(code)
#endif

float grey(vec3 v) { return CHANNELS == 1 ? v.x : 0.2989 * v.x + 0.587 * v.y + 0.114 * v.z; }

// A byte, as which 8-bit formulas see a value.
vec3 toByte(vec3 v) { return floor(clamp(v, vec3(0), vec3(255)) + 0.5); }

vec3 limit3(vec3 v) { return limited(vec4(v, 0), 0, 255).xyz; }

// torchvision's adjust_hue: to hue, saturation and value, and back with the hue moved.
vec3 hueMoved(vec3 v, float by) {
    vec3 c = v / 255;
    float most = max(c.r, max(c.g, c.b)), least = min(c.r, min(c.g, c.b)), range = most - least;
    if (range == 0) return v;
    vec3 d = (most - c) / range;
    float h = c.r == most ? d.b - d.g : c.g == most ? 2 + d.r - d.b : 4 + d.g - d.r;
    h = fract(h / 6 + 1);
    h = fract(h + by + 1) * 6;
    float s = range / most, sector = floor(h), f = h - sector;
    vec3 w = clamp(vec3(most * (1 - s), most * (1 - s * f), most * (1 - s * (1 - f))), vec3(0), vec3(1));
    int k = int(sector) % 6;
    return 255 * (k == 0 ? vec3(most, w.z, w.x) : k == 1 ? vec3(w.y, most, w.x) : k == 2 ? vec3(w.x, most, w.z)
        : k == 3 ? vec3(w.x, w.y, most) : k == 4 ? vec3(w.z, w.x, most) : vec3(most, w.x, w.y));
}

bool needsStats(int code) { return code == 2 || code == 9 || code == 10; }

bool isNumber(vec3 v) { return !any(isMissing(vec4(v, 0))); }

// The entry at `o` of the table, upon v; stats begin at `s`, `place` is the pixel's (column, row). Sharpness is done by its caller.
#define COLOUR_STEP(table, o, stats, s, v, place, width) { \
    int code = int(table[o]); \
    float a = table[(o) + 1]; \
    if (MAY(1) && code == 1) v = limit3(v * a); \
    if (MAY_STATS(2) && code == 2) v = limit3(a * v + (1 - a) * stats[s]); \
    if (MAY(3) && code == 3 && CHANNELS == 3) v = limit3(a * v + (1 - a) * grey(v)); \
    if (MAY(4) && code == 4 && CHANNELS == 3) v = hueMoved(v, a); \
    if (MAY(5) && code == 5) v = 255 * pow(max(v, vec3(0)) / 255, vec3(a)); \
    if (MAY(6) && code == 6) v = vec3(grey(v)); \
    if (MAY(7) && code == 7) v = floor(toByte(v) / exp2(8 - a)) * exp2(8 - a); \
    if (MAY(8) && code == 8) v = mix(v, 255 - v, greaterThanEqual(v, vec3(a))); \
    if (MAY_STATS(9) && code == 9) { \
        uvec3 bin = uvec3(toByte(v)) + (s) + 8; \
        v = vec3(stats[bin.x], CHANNELS == 3 ? stats[bin.y + 256] : 0, CHANNELS == 3 ? stats[bin.z + 512] : 0); \
    } \
    if (MAY_STATS(10) && code == 10) { \
        vec3 low = vec3(stats[(s) + 1], stats[(s) + 2], stats[(s) + 3]), high = vec3(stats[(s) + 4], stats[(s) + 5], stats[(s) + 6]); \
        v = mix(v, limit3((v - low) * (255 / max(high - low, vec3(1e-6)))), greaterThan(high, low)); \
    } \
    if (MAY(11) && code == 11) v = 255 - v; \
    if (MAY(13) && code == 13) v = limit3(v + vec3(a, table[(o) + 2], table[(o) + 3])); \
    if (MAY(14) && code == 14) { \
        uvec4 words = philox(uvec4((place).y * (width) + (place).x, 0, 0, 0), uvec2(table[(o) + 2], table[(o) + 3])); \
        v = limit3(v + a * vec3(normal2(words.xy), normal2(words.zw).x)); \
    } \
    if (MAY(15) && code == 15 && float((place).y) >= a && float((place).x) >= table[(o) + 2] && float((place).y) < table[(o) + 3] \
        && float((place).x) < table[(o) + 4]) { \
        uvec4 words = philox(uvec4((place).y * (width) + (place).x, 0, 0, 0), uvec2(table[(o) + 6], table[(o) + 7])); \
        v = table[(o) + 5] < 0 ? vec3(words.xyz >> 24) : vec3(table[(o) + 5]); \
    } \
}
