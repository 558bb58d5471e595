// Steps of colour on pixels of 0 to 255, by torchvision's formulas, as a sample's table says: eight numbers a step, the first of which is its code.
// Steps that need the whole picture's statistics find them in `known`: mean grey, least and most of each channel; for equalize `stats` holds a table of 256
// values a channel. A kernel that makes the statistics defines NO_STATS: it does no step that needs them.
#include "draws.glsl"
#include "nan.glsl"
layout(constant_id = 1) const int CHANNELS = 3;
layout(constant_id = 2) const uint STATS = 8;
// For each step of a pass, which codes it may have; what none has is not in the kernel.
layout(constant_id = 3) const uint MASK0 = 0;
layout(constant_id = 4) const uint MASK1 = 0;
layout(constant_id = 5) const uint MASK2 = 0;
layout(constant_id = 6) const uint MASK3 = 0;
layout(constant_id = 7) const uint MASK4 = 0;
layout(constant_id = 8) const uint MASK5 = 0;
layout(constant_id = 9) const uint MASK6 = 0;
layout(constant_id = 10) const uint MASK7 = 0;
layout(constant_id = 11) const uint MASK8 = 0;
#define MAY(code) ((mask & (1u << (code))) != 0)
#define EACH_STEP STEP(0, MASK0) STEP(1, MASK1) STEP(2, MASK2) STEP(3, MASK3) STEP(4, MASK4) STEP(5, MASK5) STEP(6, MASK6) STEP(7, MASK7) STEP(8, MASK8)

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

// One entry of a table upon v, of which only the codes of `mask` may occur; `place` is the pixel's (column, row). Sharpness is done by its caller.
vec3 stepped(uint mask, Eight entry, Eight known, uint lut, vec3 v, uvec2 place, uint width) {
    int code = int(entry.lo.x);
    float a = entry.lo.y;
    if (MAY(1) && code == 1) v = limit3(v * a);
    if (MAY(3) && code == 3 && CHANNELS == 3) v = limit3(a * v + (1 - a) * grey(v));
    if (MAY(4) && code == 4 && CHANNELS == 3) v = hueMoved(v, a);
    if (MAY(5) && code == 5) v = 255 * pow(max(v, vec3(0)) / 255, vec3(a));
    if (MAY(6) && code == 6) v = vec3(grey(v));
    if (MAY(7) && code == 7) v = floor(toByte(v) / exp2(8 - a)) * exp2(8 - a);
    if (MAY(8) && code == 8) v = mix(v, 255 - v, greaterThanEqual(v, vec3(a)));
#ifndef NO_STATS
    if (MAY(2) && code == 2) v = limit3(a * v + (1 - a) * known.lo.x);
    if (MAY(9) && code == 9) {
        uvec3 bin = uvec3(toByte(v)) + lut;
        v = vec3(stats[bin.x], CHANNELS == 3 ? stats[bin.y + 256] : 0, CHANNELS == 3 ? stats[bin.z + 512] : 0);
    }
    if (MAY(10) && code == 10) {
        vec3 low = known.lo.yzw, high = known.hi.xyz;
        v = mix(v, limit3((v - low) * (255 / max(high - low, vec3(1e-6)))), greaterThan(high, low));
    }
#endif
    if (MAY(11) && code == 11) v = 255 - v;
    if (MAY(13) && code == 13) v = limit3(v + entry.lo.yzw);
    if (MAY(14) && code == 14) {
        uvec3 words = pixelWords(uvec3(place.y * width + place.x, entry.lo.zw));
        v = limit3(v + a * vec3(normal2(words.xy), CHANNELS == 3 ? normal2(uvec2(words.z, pixelWords(words).x)).x : 0));
    }
    bool inside = float(place.y) >= a && float(place.x) >= entry.lo.z && float(place.y) < entry.lo.w && float(place.x) < entry.hi.x;
    if (MAY(15) && code == 15 && inside) v = vec3(entry.hi.y);
    if (MAY(16) && code == 16 && inside) v = vec3(pixelWords(uvec3(place.y * width + place.x, entry.hi.zw)) >> 24);
    return v;
}
