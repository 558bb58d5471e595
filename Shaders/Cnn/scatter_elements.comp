#version 460
// x, each element combined with the updates whose index along one axis is its place: every thread looks through the indices of its line, from `first`
// to `last`; the first launch begins with x, later ones go on from the result. Axes are those of x in memory order, slowest first, with the extent and
// stride of the indices along each. Traffic: reads x, all indices and updates of a line for each of its elements.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
#include "index.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const int RANK = 1;
layout(constant_id = 1) const int AXIS = 0;
layout(constant_id = 2) const int REDUCTION = 0; // none, add, multiply, maximum, minimum
layout(constant_id = 3) const bool INTEGER = false;
layout(push_constant) uniform Push { uint count, first, last, along, extent; uint dims[8]; uint limits[8]; uint strides[8]; };
INPUT(0, x); INPUT_I32(1, indices); INPUT(2, updates); INOUT(3, result);
INPUT_I32(0, xInts); INPUT_I32(2, updateInts); layout(std430, set = 0, binding = 3) buffer Ints { int resultInts[]; };

int larger(int a, int b) { return max(a, b); }
int smaller(int a, int b) { return min(a, b); }
#define COMBINE(T) T combine(T a, T b) { \
    return REDUCTION == 1 ? a + b : REDUCTION == 2 ? a * b : REDUCTION == 3 ? larger(a, b) : REDUCTION == 4 ? smaller(a, b) : b; }
COMBINE(float)
COMBINE(int)

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint rest = i, at = 0, mine = 0;
    bool inside = true;
    [[unroll]] for (int d = RANK - 1; d >= 0; d--) {
        uint place;
        rest = divide(rest, dims[d], place);
        if (d == AXIS) mine = place;
        inside = inside && place < limits[d];
        at += place * strides[d];
    }
    at = inside ? at : 0;
    float value = 0;
    int number = 0;
    if (INTEGER) number = first == 0 ? xInts[i] : resultInts[i];
    else value = float(first == 0 ? x[i] : result[i]);
    for (uint k = first; k < last; k++) {
        uint from = at + k * along;
        if (inside && wrapped(indices[from], extent) == mine) {
            if (INTEGER) number = combine(number, updateInts[from]); else value = combine(value, float(updates[from]));
        }
    }
    if (INTEGER) resultInts[i] = number; else result[i] = STORED(value);
}
