// The first maximum (or last NaN) of output i's window, and where it lies in its plane; samples are [N,C,2], for columns and rows.
#include "fractional.glsl"
#include "nan.glsl"
INPUT(0, x); INPUT_F32(1, samples);

float maximum(uint i, out int index) {
    ivec4 o = place(i, outH, outW);
    int plane = 2 * (o.x * channels + o.w);
    int left = start(o.z, samples[plane], alphaW, kernelW, inW, outW), top = start(o.y, samples[plane + 1], alphaH, kernelH, inH, outH);
    float best = 0;
    index = -1;
    for (int h = top; h < top + kernelH; h++) {
        for (int w = left; w < left + kernelW; w++) {
            float v = float(x[at(ivec4(o.x, h, w, o.w), inH, inW)]);
            if (index < 0 || exceeds(v, best)) {
                best = v;
                index = h * inW + w;
            }
        }
    }
    return best;
}
