#version 460
// out[pixel][k] = the input under tap k = (row, column, channel) of the output pixel's window, 0 outside; k padded to a multiple of 8 with 0.
// For inputs of few channels, whose taps are too short to be loaded eight at a time. Traffic: reads each input element once per tap, writes out.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int height, width, channels, outWidth, outHeight, kernelHeight, kernelWidth, chunks, top, left, strideY,
    strideX, dilationY, dilationX, at; }; // at: the first element in x
INPUT(0, x); WIDE_OUTPUT(1, result);

void main() {
    int i = int(gl_GlobalInvocationID.x), oy = int(gl_WorkGroupID.y), n = int(gl_WorkGroupID.z);
    int ox = quotient(i, chunks), chunk = i - ox * chunks;
    int k = chunk * 8, tap = quotient(k, channels), ky = quotient(tap, kernelWidth), c = k - tap * channels, kx = tap - ky * kernelWidth;
    float v[8];
    [[unroll]] for (int e = 0; e < 8; e++) {
        int y = oy * strideY - top + ky * dilationY, column = ox * strideX - left + kx * dilationX;
        // Outside: some pixel's value, replaced by zero; a branch would cost more.
        bool inside = ky < kernelHeight && y >= 0 && y < height && column >= 0 && column < width;
        float loaded = float(x[at + ((n * height + clamp(y, 0, height - 1)) * width + clamp(column, 0, width - 1)) * channels + c]);
        v[e] = inside ? loaded : 0;
        c++; // on to the next channel, after the last to the next column, after that to the next row
        bool tapDone = c == channels;
        c = tapDone ? 0 : c; kx += tapDone ? 1 : 0;
        bool rowDone = kx == kernelWidth;
        kx = rowDone ? 0 : kx; ky += rowDone ? 1 : 0;
    }
    if (ox < outWidth) result[(n * outHeight + oy) * outWidth * chunks + i] =
        pack8(Eight(vec4(v[0], v[1], v[2], v[3]), vec4(v[4], v[5], v[6], v[7])));
}
