#version 460
// As roll.comp, eight elements of a row a thread, whatever pixels they belong to: rows are a multiple of eight elements long. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#include "roll.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, channels, height, width, back; };
INPUT(0, x); INPUT_I32(1, shifts); WIDE_OUTPUT(2, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint pitch = width * channels, place, row, n = divide(divide(i, pitch / 8, place), height, row);
    row = within(row + onward(shifts[0], height, back != 0), height);
    place = within(8 * place + channels * onward(shifts[1], width, back != 0), pitch);
    uint line = (n * height + row) * pitch;
    vec4 lo, hi;
    [[unroll]] for (int k = 0; k < 4; k++) {
        lo[k] = float(x[line + within(place + k, pitch)]);
        hi[k] = float(x[line + within(place + 4 + k, pitch)]);
    }
    result[i] = pack8(Eight(lo, hi));
}
