// Taps of a sampling position along one axis, as torch.nn.functional.grid_sample: nearest, linear or cubic (Keys with -0.75), outside the input zeros,
// the border or reflections. A shader with further push constants defines GRID_MORE before it includes this.
#include "blocks.glsl"
#include "nan.glsl"
#ifndef GRID_MORE
#define GRID_MORE
#endif
layout(local_size_x = 64) in;
layout(constant_id = 1) const int TAPS = 2;    // 1 nearest, 2 linear, 4 cubic
layout(constant_id = 2) const int PADDING = 0; // 0 zeros, 1 border, 2 reflection
layout(constant_id = 3) const bool ALIGN = false;
layout(push_constant) uniform Push { int count, blocks, inH, inW, outH, outW, first, end; GRID_MORE };

struct Taps { int at[4]; float weight[4], slope[4]; }; // at is -1 where the tap counts as zero; slope is d weight / d grid

// Position held inside the input; slope is multiplied by its derivative.
float hold(float x, int size, inout float slope) {
    if (PADDING == 2) {
        float low = ALIGN ? 0.0 : -0.5, width = ALIGN ? float(size - 1) : float(size), from = x - low, away = abs(from);
        float turns = width > 0.0 ? floor(away / width) : 0.0, rest = away - turns * width;
        bool odd = mod(turns, 2.0) != 0.0;
        x = width > 0.0 ? (odd ? width - rest : rest) + low : 0.0;
        slope *= width > 0.0 ? (from < 0.0 ? -1.0 : 1.0) * (odd ? -1.0 : 1.0) : 0.0;
    }
    if (PADDING != 0) {
        slope = x <= 0.0 || x >= float(size - 1) ? 0.0 : slope;
        x = clamp(x, 0.0, float(size - 1));
    }
    return x;
}

Taps taps(float g, int size) {
    float slope = (ALIGN ? float(size - 1) : float(size)) / 2.0;
    bool missing = isMissing(g); // nowhere: NaN times the first element
    float x = missing ? 0.0 : clamp(ALIGN ? (g + 1.0) * slope : ((g + 1.0) * float(size) - 1.0) / 2.0, -1e7, 1e7);
    if (TAPS < 4) x = hold(x, size, slope);
    float base = TAPS == 1 ? roundEven(x) : floor(x), t = x - base;
    Taps r;
    [[unroll]] for (int k = 0; k < 4; k++) {
        int p = int(base) + k - (TAPS == 4 ? 1 : 0);
        if (TAPS == 4 && PADDING != 0) {
            float unused = 1.0;
            p = int(hold(float(p), size, unused));
        }
        r.at[k] = k < TAPS && p >= 0 && p < size ? p : -1;
    }
    r.weight[0] = 1.0;
    r.slope[0] = 0.0;
    if (TAPS == 2) {
        r.weight[0] = 1.0 - t; r.weight[1] = t;
        r.slope[0] = -slope; r.slope[1] = slope;
    }
    if (TAPS == 4) {
        const float a = -0.75;
        [[unroll]] for (int k = 0; k < 4; k++) {
            float d = t + 1.0 - float(k), u = abs(d), side = d < 0.0 ? -slope : slope;
            bool near = k == 1 || k == 2;
            r.weight[k] = near ? ((a + 2.0) * u - (a + 3.0)) * u * u + 1.0 : ((u - 5.0) * u + 8.0) * u * a - 4.0 * a;
            r.slope[k] = side * (near ? (3.0 * (a + 2.0) * u - 2.0 * (a + 3.0)) * u : a * ((3.0 * u - 10.0) * u + 8.0));
        }
    }
    [[unroll]] for (int k = 0; k < TAPS; k++) {
        r.at[k] = missing ? 0 : r.at[k];
        r.weight[k] = missing ? g : r.weight[k];
        r.slope[k] = missing ? g : r.slope[k];
    }
    return r;
}

// (column, row) as the grid gives them; [N,H,W,2] lies in memory as N,W,2,H.
int gridAt(int n, int h, int w, int k) { return ((n * outW + w) * 2 + k) * outH + h; }
