#version 460
// out[n, h, w, k] = theta[n, k] . (x(w), y(h), 1); [N,H,W,2] lies in memory as N,W,2,H. Traffic: writes the result.
#extension GL_GOOGLE_include_directive : require
#include "affine_grid.glsl"
INPUT(0, theta); OUTPUT(1, result);

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    uint h, w;
    int line = int(divide(uint(i), uint(height), h)), k = line & 1, n = int(divide(uint(line >> 1), uint(width), w)), row = (n * 2 + k) * 3;
    result[i] = STORED(float(theta[row]) * base(int(w), width) + float(theta[row + 1]) * base(int(h), height) + float(theta[row + 2]));
}
