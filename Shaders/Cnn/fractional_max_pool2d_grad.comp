#version 460
// dx[p] = sum of dy over the windows whose maximum is p, in ascending order. Only outputs whose windows could reach p are asked.
// Traffic: reads indices and dy about kernel/step times (mostly from the cache), writes dx.
#extension GL_GOOGLE_include_directive : require
#include "fractional.glsl"
INPUT_I32(0, indices); INPUT(1, dy); OUTPUT(2, dx);

// Output i < outs - 1 starts within one of i * alpha; the last one may start anywhere and is asked always.
ivec2 candidates(int p, float alpha, int kernel, int outs) {
    int first = int(floor(float(p - kernel) / alpha)) - 2, last = int(ceil(float(p + 1) / alpha)) + 1;
    return ivec2(clamp(first, 0, outs - 1), clamp(last, 0, outs - 1));
}

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    ivec4 p = place(i, inH, inW);
    ivec2 rows = candidates(p.y, alphaH, kernelH, outH), columns = candidates(p.z, alphaW, kernelW, outW);
    float sum = 0;
    for (int h = rows.x; h <= outH - 1; h = h == rows.y && h < outH - 1 ? outH - 1 : h + 1) {
        for (int w = columns.x; w <= outW - 1; w = w == columns.y && w < outW - 1 ? outW - 1 : w + 1) {
            int o = at(ivec4(p.x, h, w, p.w), outH, outW);
            sum += indices[o] == p.y * inW + p.z ? float(dy[o]) : 0.0;
        }
    }
    dx[i] = STORED(sum);
}
