#version 460
// [N, pixels, channels] to [N, channels, pixels] in memory, or (BACK) the other way: eight channels of one pixel a thread.
// Traffic: one read, one write; the side that lies channel by channel is touched element by element.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool BACK = false;
layout(push_constant) uniform Push { uint count, channels, pixels; };
WIDE_INPUT(0, wideIn); WIDE_OUTPUT(1, wideOut);
layout(std430, set = 0, binding = 0) readonly buffer NarrowIn { STORED x[]; };
layout(std430, set = 0, binding = 1) writeonly buffer NarrowOut { STORED result[]; };

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint block, row = divide(i, channels / 8, block), pixel, image = divide(row, pixels, pixel), plane = (image * channels + block * 8) * pixels + pixel;
    if (BACK) {
        Eight v;
        [[unroll]] for (int j = 0; j < 4; j++) {
            v.lo[j] = float(x[plane + j * pixels]);
            v.hi[j] = float(x[plane + (j + 4) * pixels]);
        }
        wideOut[i] = pack8(v);
    } else {
        Eight v = unpack8(wideIn[i]);
        [[unroll]] for (int j = 0; j < 4; j++) {
            result[plane + j * pixels] = STORED(v.lo[j]);
            result[plane + (j + 4) * pixels] = STORED(v.hi[j]);
        }
    }
}
