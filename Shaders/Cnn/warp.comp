#version 460
// out[n,h,w] = x[n] sampled bilinearly at matrix[n] * ((w, h) + far * field[n,h,w]), counted from the middles of both pictures; the mean of RUNS x RUNS
// places of the pixel, so that shrinking does not alias. WHOLE: matrices lead to whole pixels, one tap is enough. Traffic: taps of x, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const uint FILL = 0; // 0 a colour, 1 the edge, 2 the picture mirrored at its edge pixels
layout(constant_id = 1) const int RUNS = 1;
layout(constant_id = 2) const bool FIELD = false;
layout(constant_id = 3) const bool WHOLE = false;
layout(constant_id = 4) const int CHANNELS = 0; // 0: those of the push constant
layout(push_constant) uniform Push { uint count; int channels, inH, inW, outH, outW; float colour; uint samples; float far; };
INPUT(0, x); WIDE_INPUT_F32(1, matrix); INPUT(2, field); OUTPUT(3, result);

// The pixel that stands for one outside, -1 for the colour.
int inside(int i, int size) {
    if (FILL == 0) return i >= 0 && i < size ? i : -1;
    if (FILL == 1 || size == 1) return clamp(i, 0, size - 1);
    // By floats, as software Vulkan divides whole numbers lane by lane.
    float period = float(2 * size - 2), at = float(i) - period * floor(float(i) / period);
    return int(at < float(size) ? at : period - at);
}

float tap(int base, int y, int x_, float weight) {
    // Chosen, not multiplied away: what is not finite must not reach places that have no part in it.
    bool there = y >= 0 && x_ >= 0 && weight != 0;
    float v = float(x[there ? base + (y * inW + x_) * channels : 0]);
    return weight == 0 ? 0.0 : weight * (there ? v : colour);
}

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint column, row, n = divide(divide(i, uint(outW), column), uint(outH), row);
    vec2 place = vec2(column, row) + 0.5 - vec2(outW, outH) * 0.5;
    if (FIELD) {
        uint at = ((row * uint(outW) + column) * samples + n) * 2;
        place += far * vec2(field[at], field[at + 1]);
    }
    Eight m = unpack8(matrix[n]);
    vec3 r0 = m.lo.xyz, r1 = vec3(m.lo.w, m.hi.xy), r2 = vec3(m.hi.zw, 1);
    int first = int(n) * inH * inW * channels;
    for (int c = 0; c < (CHANNELS > 0 ? CHANNELS : channels); c++) {
        float sum = 0;
        for (int k = 0; k < RUNS * RUNS; k++) {
            vec3 q = vec3(place + (vec2(k % RUNS, k / RUNS) + 0.5) / float(RUNS) - 0.5, 1);
            float depth = dot(r2, q);
            vec2 p = vec2(dot(r0, q), dot(r1, q));
            // A projection's horizon and what lies behind it are nowhere.
            p = depth == 1 ? p : depth > 0 ? p / depth : vec2(-1e6);
            p = clamp(p + vec2(inW, inH) * 0.5 - 0.5, vec2(-1e6), vec2(1e6));
            if (WHOLE) {
                ivec2 at = ivec2(floor(p + 0.5));
                sum += tap(first + c, inside(at.y, inH), inside(at.x, inW), 1);
            } else {
                ivec2 low = ivec2(floor(p));
                vec2 f = p - vec2(low);
                int top = inside(low.y, inH), bottom = inside(low.y + 1, inH), left = inside(low.x, inW), right = inside(low.x + 1, inW);
                sum += tap(first + c, top, left, (1 - f.x) * (1 - f.y)) + tap(first + c, top, right, f.x * (1 - f.y))
                    + tap(first + c, bottom, left, (1 - f.x) * f.y) + tap(first + c, bottom, right, f.x * f.y);
            }
        }
        result[i * uint(channels) + uint(c)] = STORED(sum / float(RUNS * RUNS));
    }
}
