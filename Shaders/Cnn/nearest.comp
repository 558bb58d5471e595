#version 460
// The K smallest distances of a row and their columns, taken up into those found before: a thread walks its row and keeps them in order.
// Traffic: reads the distances once.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const int K = 1;
layout(constant_id = 2) const int FOUND = 0; // before: 0 nothing, 1 what `former` holds, 2 what the result holds, of an earlier launch
layout(push_constant) uniform Push { uint rows, columns, begin, terms; int first; };
INPUT(0, distances); INPUT_F32(1, former); INOUT_F32(2, result);

// Empty places are last, before them not-a-number.
bool comesBefore(float d, float other, int place) { return place < 0 || d < other || (isMissing(other) && !isMissing(d)); }

float best[K];
int places[K];

void insert(float d, int place) {
    if (!comesBefore(d, best[K - 1], places[K - 1])) return;
    int at = K - 1;
    for (; at > 0; at--) {
        if (!comesBefore(d, best[at - 1], places[at - 1])) break;
        best[at] = best[at - 1];
        places[at] = places[at - 1];
    }
    best[at] = d;
    places[at] = place;
}

void main() {
    uint row = ELEMENT;
    if (row >= rows) return;
    uint to = row * 2 * uint(K);
    for (int k = 0; k < K; k++) {
        best[k] = uintBitsToFloat(0x7f800000);
        places[k] = -1;
        if (FOUND == 2) { best[k] = result[to + k]; places[k] = int(result[to + K + k]); }
    }
    if (FOUND == 1) for (int k = 0; k < K; k++) if (former[to + K + k] >= 0) insert(former[to + k], int(former[to + K + k]));
    for (uint c = 0; c < terms; c++) insert(float(distances[row * columns + begin + c]), first + int(begin + c));
    for (int k = 0; k < K; k++) {
        result[to + k] = best[k];
        result[to + K + k] = float(places[k]);
    }
}
