#version 460
// out = x - max - log(sum exp(x - max)) along a line. Traffic: reads x three times (the cache holds a line), writes the result.
#extension GL_GOOGLE_include_directive : require
#include "line.glsl"
#include "nan.glsl"
INPUT(0, x); OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= lines) return;
    uint first = lineStart(i);
    float top = float(x[first]), sum = 0;
    for (uint k = 1; k < terms; k++) top = larger(top, float(x[first + k * inner]));
    for (uint k = 0; k < terms; k++) sum += exp(float(x[first + k * inner]) - top);
    float shift = isMissing(top) ? top : log(sum); // whatever exp makes of NaN
    for (uint k = 0; k < terms; k++) result[first + k * inner] = STORED(float(x[first + k * inner]) - top - shift);
}
