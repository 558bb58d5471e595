#version 460
// out[n][y][x][c] = in[n][y - top][x - left][c] inside the input and for c < channels, else 0: a zero-padded copy whose channel pitch is a
// multiple of 8. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool WIDE = true; // the input's pixels too are multiples of 8 channels
layout(push_constant) uniform Push { int height, width, channels, outHeight, outWidth, outChunks, top, left, at; }; // at: the first element in the input
WIDE_INPUT(0, wideIn); INPUT(0, narrowIn); WIDE_OUTPUT(1, result);

void main() {
    int i = int(gl_GlobalInvocationID.x), row = int(gl_WorkGroupID.y), n = int(gl_WorkGroupID.z);
    int column = quotient(i, outChunks), chunk = i - column * outChunks;
    int y = row - top, x = column - left, pixel = (n * height + y) * width + x;
    bool inside = y >= 0 && x >= 0 && y < height && x < width;
    Eight v = Eight(vec4(0), vec4(0));
    if (WIDE) {
        if (inside) v = unpack8(wideIn[at / 8 + pixel * outChunks + chunk]);
    } else {
        [[unroll]] for (int e = 0; e < 8; e++) {
            int c = chunk * 8 + e;
            float f = 0;
            if (inside && c < channels) f = float(narrowIn[at + pixel * channels + c]);
            if (e < 4) v.lo[e] = f; else v.hi[e - 4] = f;
        }
    }
    if (column < outWidth) result[(n * outHeight + row) * outWidth * outChunks + i] = pack8(v);
}
