#version 460
// A tensor as a picture, the range of values given at every run.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
INPUT(0, x); INPUT_F32(1, range);
layout(set = 0, binding = 2, rgba8) uniform writeonly image2D image;
#define LOW range[0]
#define HIGH range[1]
#include "to_image.glsl"
