#version 460
// A^T * B or A * B whose result is an activation.
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_shuffle : require
#include "tensor.glsl"
FOUR_OUTPUT(2, wideOut); OUTPUT(2, narrowOut);
#define RESULT4(v) packStored4(v)
#define RESULT(v) STORED(v)
#include "gemm_tn.glsl"
