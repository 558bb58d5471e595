#version 460
// out[n,h,w] = x[n] sampled bilinearly at matrix[n] * ((w, h) + field[n,h,w]), counted from the middles of both pictures; the mean of RUNS x RUNS places
// of the pixel, so that shrinking does not alias. Whole pixels are hit exactly. Traffic: four taps a place, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const uint FILL = 0; // 0 a colour, 1 the edge, 2 the picture mirrored at its edge pixels
layout(constant_id = 1) const int RUNS = 1;
layout(constant_id = 2) const bool FIELD = false;
layout(push_constant) uniform Push { uint count; int channels, inH, inW, outH, outW; float colour; };
INPUT(0, x); INPUT_F32(1, matrix); INPUT(2, field); OUTPUT(3, result);

// The pixel that stands for one outside, -1 for the colour.
int inside(int i, int size) {
    if (i >= 0 && i < size) return i;
    if (FILL == 0) return -1;
    if (FILL == 1 || size == 1) return clamp(i, 0, size - 1);
    int period = 2 * size - 2, at = i % period;
    at = at < 0 ? at + period : at;
    return at < size ? at : period - at;
}

float tap(uint n, int y, int x_, int c, float weight) {
    // Chosen, not multiplied away: what is not finite must not reach places that have no part in it.
    if (weight == 0) return 0;
    y = inside(y, inH);
    x_ = inside(x_, inW);
    return weight * (y < 0 || x_ < 0 ? colour : float(x[((int(n) * inH + y) * inW + x_) * channels + c]));
}

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint n = i / uint(outH * outW), at = i % uint(outH * outW), o = n * 9;
    vec2 place = vec2(at % uint(outW), at / uint(outW)) + 0.5 - vec2(outW, outH) * 0.5;
    if (FIELD)
        place += vec2(field[i * 2], field[i * 2 + 1]);
    vec3 r0 = vec3(matrix[o], matrix[o + 1], matrix[o + 2]), r1 = vec3(matrix[o + 3], matrix[o + 4], matrix[o + 5]);
    vec3 r2 = vec3(matrix[o + 6], matrix[o + 7], matrix[o + 8]);
    for (int c = 0; c < channels; c++) {
        float sum = 0;
        for (int k = 0; k < RUNS * RUNS; k++) {
            vec3 q = vec3(place + (vec2(k % RUNS, k / RUNS) + 0.5) / float(RUNS) - 0.5, 1);
            float depth = dot(r2, q);
            vec2 p = vec2(dot(r0, q), dot(r1, q));
            // A projection's horizon and what lies behind it are nowhere.
            p = depth == 1 ? p : depth > 0 ? p / depth : vec2(-1e6);
            p = clamp(p + vec2(inW, inH) * 0.5 - 0.5, vec2(-1e6), vec2(1e6));
            ivec2 low = ivec2(floor(p));
            vec2 f = p - vec2(low);
            sum += tap(n, low.y, low.x, c, (1 - f.x) * (1 - f.y)) + tap(n, low.y, low.x + 1, c, f.x * (1 - f.y))
                + tap(n, low.y + 1, low.x, c, (1 - f.x) * f.y) + tap(n, low.y + 1, low.x + 1, c, f.x * f.y);
        }
        result[i * uint(channels) + uint(c)] = STORED(sum / float(RUNS * RUNS));
    }
}
