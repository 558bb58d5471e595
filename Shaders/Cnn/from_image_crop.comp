#version 460
// An image as network input, the crop a value of the run.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
INPUT_F32(1, rectangle); OUTPUT(2, result);
#define CROP vec4(rectangle[0], rectangle[1], rectangle[2], rectangle[3])
#include "from_image.glsl"
