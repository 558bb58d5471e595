#version 460
// Channels become pixels.
#extension GL_GOOGLE_include_directive : require
#include "gather.glsl"
