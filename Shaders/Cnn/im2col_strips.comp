#version 460
// The same as im2col.comp for small windows without dilation. A thread makes eight neighbouring output pixels: their windows overlap, so each input
// element is loaded once for all of them. Traffic: reads each input element KERNEL_Y times and the strips' borders once more, writes out.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const int CHANNELS = 1;
layout(constant_id = 1) const int KERNEL_Y = 3;
layout(constant_id = 2) const int KERNEL_X = 3;
layout(constant_id = 3) const int STRIDE_X = 1;
layout(push_constant) uniform Push { int images, height, width, outHeight, outWidth, strips, top, left, strideY, at; }; // at: the first element in x
INPUT(0, x); WIDE_OUTPUT(1, result);
const int PIXELS = 8, ROW = KERNEL_X * CHANNELS, SPAN = ((PIXELS - 1) * STRIDE_X + KERNEL_X) * CHANNELS;
const int CHUNKS = (KERNEL_Y * ROW + 7) / 8;

void main() {
    int strip = int(ELEMENT);
    if (strip >= images * outHeight * strips) return;
    int line = quotient(strip, strips), ox = (strip - line * strips) * PIXELS, n = quotient(line, outHeight), oy = line - n * outHeight;
    float v[KERNEL_Y * SPAN];
    [[unroll]] for (int ky = 0; ky < KERNEL_Y; ky++) {
        int y = oy * strideY - top + ky, from = at + (n * height + clamp(y, 0, height - 1)) * width * CHANNELS;
        bool lies = y >= 0 && y < height;
        [[unroll]] for (int i = 0; i < SPAN; i++) {
            int column = ox * STRIDE_X - left + i / CHANNELS;
            // Outside: some pixel's value, replaced by zero; a branch would cost more.
            float loaded = float(x[from + clamp(column, 0, width - 1) * CHANNELS + i % CHANNELS]);
            v[ky * SPAN + i] = lies && column >= 0 && column < width ? loaded : 0;
        }
    }
    int to = (line * outWidth + ox) * CHUNKS;
    [[unroll]] for (int p = 0; p < PIXELS; p++) if (ox + p < outWidth) {
        [[unroll]] for (int chunk = 0; chunk < CHUNKS; chunk++) {
            Eight e;
            [[unroll]] for (int u = 0; u < 8; u++) {
                int k = chunk * 8 + u, ky = k / ROW;
                float f = ky < KERNEL_Y ? v[min(ky, KERNEL_Y - 1) * SPAN + p * STRIDE_X * CHANNELS + k % ROW] : 0;
                if (u < 4) e.lo[u] = f; else e.hi[u - 4] = f;
            }
            result[to + p * CHUNKS + chunk] = pack8(e);
        }
    }
}
