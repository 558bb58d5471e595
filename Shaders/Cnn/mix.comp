#version 460
// out[n] = share * x[n] + (1 - share) * x[n - 1], or x[n] with a rectangle of x[n - 1]; rows whose label, or whose neighbour's, is -1 stay. BACK: the
// transpose, where what a row gave to the next one comes back. Traffic: two reads, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool BACK = false;
layout(push_constant) uniform Push { uint count, samples, each, width, channels; };
INPUT(0, x); INPUT_I32(1, labels); INPUT_F32(2, drawn); OUTPUT(3, result);

bool mixes(uint n) { return labels[n] >= 0 && labels[(n + samples - 1) % samples] >= 0; }

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint n = i / each, at = i % each, pixel = at / channels;
    float row = float(pixel / width), column = float(pixel % width);
    bool inside = row >= drawn[1] && column >= drawn[2] && row < drawn[3] && column < drawn[4];
    float kept = drawn[5] != 0 ? (inside ? 0.0 : 1.0) : drawn[0];
    uint other = (n + (BACK ? 1 : samples - 1)) % samples;
    float own = mixes(n) ? kept : 1.0, theirs = mixes(BACK ? other : n) ? 1 - kept : 0.0, sum = 0;
    // Chosen, not multiplied away: what is not finite stays where it belongs.
    if (own > 0) sum += own * float(x[i]);
    if (theirs > 0) sum += theirs * float(x[other * each + at]);
    result[i] = STORED(sum);
}
