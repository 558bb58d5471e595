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
    int i = int(ELEMENT), n = int(gl_WorkGroupID.z), pixels = outHeight * outWidth;
    int place = quotient(i, outChunks), chunk = i - place * outChunks, row = quotient(place, outWidth);
    int y = row - top, x = place - row * outWidth - left;
    // Outside: some pixel's value, replaced by zero; a branch would cost more.
    int pixel = (n * height + clamp(y, 0, height - 1)) * width + clamp(x, 0, width - 1);
    bool inside = y >= 0 && x >= 0 && y < height && x < width;
    Eight v = Eight(vec4(0), vec4(0));
    if (WIDE) {
        Eight loaded = unpack8(wideIn[at / 8 + pixel * outChunks + chunk]);
        v.lo = inside ? loaded.lo : vec4(0);
        v.hi = inside ? loaded.hi : vec4(0);
    } else {
        [[unroll]] for (int e = 0; e < 8; e++) {
            int c = chunk * 8 + e;
            float loaded = float(narrowIn[at + pixel * channels + min(c, channels - 1)]), f = inside && c < channels ? loaded : 0;
            if (e < 4) v.lo[e] = f; else v.hi[e - 4] = f;
        }
    }
    if (place < pixels) result[n * pixels * outChunks + i] = pack8(v);
}
