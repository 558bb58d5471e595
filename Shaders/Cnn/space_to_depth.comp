#version 460
// Pixels become channels.
#extension GL_GOOGLE_include_directive : require
#include "gather.glsl"
