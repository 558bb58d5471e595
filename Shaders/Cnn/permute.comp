#version 460
// Axes in another order.
#extension GL_GOOGLE_include_directive : require
#include "gather.glsl"
