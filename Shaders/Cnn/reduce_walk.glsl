// Where a reduction over any axes finds its elements: out[part, o] takes x[o + r] for the part's r, `most` of them a part; o runs over kept axes in the
// result's memory order, r over reduced ones. Six axes of each kind at most, as (extent, stride in x); unused ones come first, as (1, 0).
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, terms, most, parts; float factor; uint keptDims[6]; uint keptStrides[6]; uint dims[6]; uint strides[6]; };

uint keptPlace(uint o) {
    uint at = 0, place;
    [[unroll]] for (int d = 5; d >= 0; d--) {
        o = divide(o, keptDims[d], place);
        at += place * keptStrides[d];
    }
    return at;
}
uint termPlace(uint r) {
    uint at = 0, place;
    [[unroll]] for (int d = 5; d >= 0; d--) {
        r = divide(r, dims[d], place);
        at += place * strides[d];
    }
    return at;
}
