#version 460
// One input's rows to their place in the result.
#extension GL_GOOGLE_include_directive : require
#include "rows.glsl"
