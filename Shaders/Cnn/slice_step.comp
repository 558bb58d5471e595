#version 460
// Every so manieth element of an axis, or an axis backwards.
#extension GL_GOOGLE_include_directive : require
#include "gather.glsl"
