#version 460
// out = x in the same NCHW order, where either side lies channels-last in memory: its image has C channels of P pixels (C = 1 if row-major).
// Traffic: one read (scattered), one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, toChannels, toPixels, fromChannels, fromPixels; };
INPUT(0, x); OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    // Memory of the result to NCHW order, then to memory of x.
    uint channel, row = divide(i, toChannels, channel), pixel, image = divide(row, toPixels, pixel);
    uint logical = (image * toChannels + channel) * toPixels + pixel, plane = divide(logical, fromPixels, pixel);
    image = divide(plane, fromChannels, channel);
    result[i] = x[(image * fromPixels + pixel) * fromChannels + channel];
}
