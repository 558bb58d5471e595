#version 460
// A^T * B whose result is a sum that stays f32: slabs of a longer sum, gradients of weights.
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_shuffle : require
#include "tensor.glsl"
FOUR_OUTPUT_F32(2, wideOut); OUTPUT_F32(2, narrowOut);
#define RESULT4(v) pack4(v)
#define RESULT(v) (v)
#include "gemm_tn.glsl"
