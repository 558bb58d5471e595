#version 460
// One channel as colours, the range of values fixed.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
INPUT(0, x); OUTPUT(1, result);
#define LOW least
#define HIGH most
#include "colourize.glsl"
