#version 460
// x repeated along axes of length 1.
#extension GL_GOOGLE_include_directive : require
#include "gather.glsl"
