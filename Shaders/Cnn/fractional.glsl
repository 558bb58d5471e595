// Windows of fractional max pooling (Graham, "Fractional Max-Pooling", 2014), as torch.nn.FractionalMaxPool2d places them: sample u of a plane puts
// window i of n at floor((i + u) * alpha) - floor(u * alpha), the last one at the end. Steps alpha come from the host.
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int count, channels, inH, inW, outH, outW, kernelH, kernelW; float alphaH, alphaW; };

// (image, row, column, channel) of element i of [N,height,width,C].
ivec4 place(uint i, int height, int width) {
    uint c, pixel = divide(i, uint(channels), c), w, line = divide(pixel, uint(width), w), h, n = divide(line, uint(height), h);
    return ivec4(n, h, w, c);
}
int at(ivec4 p, int height, int width) { return ((p.x * height + p.y) * width + p.z) * channels + p.w; }

int start(int i, float u, float alpha, int kernel, int size, int outs) {
    precise float reached = (float(i) + u) * alpha;
    return i == outs - 1 ? size - kernel : int(reached) - int(u * alpha);
}
