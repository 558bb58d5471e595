#version 460
// One step of an optimiser on all parameters of a group, which it reaches by address; f32 only. The formulas are group_update.glsl's. Traffic: reads gradient,
// weight and states, writes weight and states.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "nan.glsl"
#include "far.glsl"
layout(local_size_x = 64) in;
struct Row { Far gradient, weight, first, second, third; uint count, start; };
#define OPERANDS TABLE(4, Row);
#define FIND uint row = 0; ROW_OF(i, rows, row) uint at = i - table[row].start;
#define COUNT table[row].count
#define GRADIENT table[row].gradient.eights[at]
#define SET_GRADIENT(v) GRADIENT = v
#define WEIGHT table[row].weight.eights[at]
#define FIRST table[row].first.eights[at]
#define SECOND table[row].second.eights[at]
#define THIRD table[row].third.eights[at]
#include "group_update.glsl"
