// Where unpooling puts elements: winner[p] is the last element, row by row, whose index is p, or -1; integer maxima come out the same in any order.
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int count, channels, inPixels, outPixels; };

// (image, pixel, channel) of element i of [N,pixels,C].
ivec3 part(uint i, int pixels) {
    uint c, line = divide(i, uint(channels), c), p, n = divide(line, uint(pixels), p);
    return ivec3(n, p, c);
}
int at(int n, int pixel, int pixels, int c) { return (n * pixels + pixel) * channels + c; }
