#version 460
// A tensor as a picture, the range of values fixed.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
INPUT(0, x);
layout(set = 0, binding = 1, rgba8) uniform writeonly image2D image;
#define LOW least
#define HIGH most
#include "to_image.glsl"
