#version 460
// The step of an optimiser on one parameter, bound as it is: faster than by address where there is much of it, on software devices; f32 only. The formulas
// are group_update.glsl's; states that a rule has not are the weight again. Traffic: reads gradient, weight and states, writes weight and states.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
#define OPERANDS \
    WIDE_INPUT_F32(4, gradient); WIDE_INOUT_F32(5, weight); WIDE_INOUT_F32(6, first); WIDE_INOUT_F32(7, second); WIDE_INOUT_F32(8, third);
#define FIND const uint row = 0; uint at = i;
#define COUNT rows
#define GRADIENT gradient[at]
#define SET_GRADIENT(v)
#define WEIGHT weight[at]
#define FIRST first[at]
#define SECOND second[at]
#define THIRD third[at]
#include "group_update.glsl"
