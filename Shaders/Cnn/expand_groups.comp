#version 460
// out[o][tap][c] = weight[o][tap][c - m * ins] where m is o's group within its block of groups, 0 for the channels of the block's other groups: weights
// of small groups as those of fewer, larger ones. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, taps, ins, outs, merged, pitch; }; // ins and outs of one group, groups in a block, elements a tap
INPUT(0, weight); OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint c, unused, row = divide(i, pitch, c), group = divide(divide(row, taps, unused), outs, unused);
    uint from = c - remainder(group, merged) * ins; // wraps around below the group's own channels
    float v = 0;
    if (from < ins) v = float(weight[row * ins + from]);
    result[i] = STORED(v);
}
