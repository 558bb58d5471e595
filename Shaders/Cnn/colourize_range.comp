#version 460
// One channel as colours, the range of values given at every run.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
INPUT(0, x); INPUT_F32(1, range); OUTPUT(2, result);
#define LOW range[0]
#define HIGH range[1]
#include "colourize.glsl"
