#version 460
// x repeated along its axes: each is two, the repeat (stride 0) and the place in it.
#extension GL_GOOGLE_include_directive : require
#include "gather.glsl"
