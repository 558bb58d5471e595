#version 460
// A part of every row.
#extension GL_GOOGLE_include_directive : require
#include "rows.glsl"
