#version 460
// out[i][jy][jx][o] = weight[o][ky][kx][i], o padded with 0 to a multiple of 8: the weights of a convolution's data gradient.
// Taps run backwards: ky = lastY - jy * stepY, kx = lastX - jx * stepX (steps are the strides: each phase of a strided gradient sees its own
// taps). Every group has its own block. Traffic: one read, one write. One thread moves 8 o by 8 i.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 8) in;
layout(constant_id = 0) const bool WIDE = true; // i is a multiple of 8
layout(push_constant) uniform Push { int outputs, inputs, kernelHeight, kernelWidth, tapsY, tapsX, lastY, lastX, stepY, stepX, outBase; };
WIDE_INPUT(0, wideWeight); INPUT(0, narrowWeight); WIDE_OUTPUT(1, result);

void main() {
    int chunks = (outputs + 7) / 8, thread = int(gl_GlobalInvocationID.x), taps = tapsY * tapsX;
    int chunk = quotient(thread, taps), tap = thread - chunk * taps, jy = quotient(tap, tapsX), jx = tap - jy * tapsX;
    int source = (lastY - jy * stepY) * kernelWidth + lastX - jx * stepX, i = int(gl_WorkGroupID.y) * 8, group = int(gl_WorkGroupID.z);
    if (chunk >= chunks) return;
    float v[8][8];
    [[unroll]] for (int o = 0; o < 8; o++) {
        bool inside = chunk * 8 + o < outputs;
        int at = ((group * outputs + min(chunk * 8 + o, outputs - 1)) * kernelHeight * kernelWidth + source) * inputs + i;
        if (WIDE) {
            Eight w = unpack8(wideWeight[at / 8]);
            [[unroll]] for (int e = 0; e < 4; e++) { v[e][o] = inside ? w.lo[e] : 0; v[e + 4][o] = inside ? w.hi[e] : 0; }
        } else {
            [[unroll]] for (int e = 0; e < 8; e++) {
                v[e][o] = 0;
                if (inside && i + e < inputs) v[e][o] = float(narrowWeight[at + e]);
            }
        }
    }
    [[unroll]] for (int e = 0; e < 8; e++) if (i + e < inputs)
        result[outBase + ((group * inputs + i + e) * taps + tap) * chunks + chunk] =
            pack8(Eight(vec4(v[e][0], v[e][1], v[e][2], v[e][3]), vec4(v[e][4], v[e][5], v[e][6], v[e][7])));
}
