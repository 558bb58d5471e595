#version 460
// An image as network input, the crop fixed.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
OUTPUT(1, result);
#define CROP vec4(cropX, cropY, cropWidth, cropHeight)
#include "from_image.glsl"
