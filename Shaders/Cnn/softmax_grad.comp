#version 460
// dx = y * (dy - sum y * dy) along a line. Traffic: reads y and dy twice, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "line.glsl"
INPUT(0, y); INPUT(1, dy); OUTPUT(2, dx);

void main() {
    uint i = ELEMENT;
    if (i >= lines) return;
    uint first = lineStart(i);
    float sum = 0;
    for (uint k = 0; k < terms; k++) sum += float(y[first + k * inner]) * float(dy[first + k * inner]);
    for (uint k = 0; k < terms; k++) dx[first + k * inner] = STORED(float(y[first + k * inner]) * (float(dy[first + k * inner]) - sum));
}
