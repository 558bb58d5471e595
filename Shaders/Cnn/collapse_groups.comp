#version 460
// out[o][tap][c] = merged[o][tap][m * ins + c] where m is o's group within its block of groups: the gradient of weights of small groups out of that of
// fewer, larger ones (expand_groups backwards). Traffic: one read of what is kept, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, taps, ins, outs, merged, pitch; }; // ins and outs of one group, groups in a block, elements a tap
INPUT_F32(0, blocks); OUTPUT_F32(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint c, unused, row = divide(i, ins, c), group = divide(divide(row, taps, unused), outs, unused);
    result[i] = blocks[row * pitch + remainder(group, merged) * ins + c];
}
