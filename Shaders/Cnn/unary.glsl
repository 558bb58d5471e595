// Elementwise ops of one operand, eight elements a thread. Before the include a shader may define PARAMETERS (push constants after the count), after
// it defines vec4 apply(vec4 x). With INTEGERS it also defines ivec4 apply(ivec4 x), for I32 and Bool; with TRUTH apply gives a bvec4, stored as
// I32 0 or 1. Traffic: one read, one write.
#include "tensor.glsl"
#include "ints.glsl"
#ifndef PARAMETERS
#define PARAMETERS
#endif
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool INTEGER = false;
layout(push_constant) uniform Push { uint count; PARAMETERS };
WIDE_INPUT(0, from);
#ifdef TRUTH
bvec4 apply(vec4 x);
#else
WIDE_OUTPUT(1, to);
vec4 apply(vec4 x);
#endif
#ifdef INTEGERS
WIDE_INPUT_I32(0, fromInts);
ivec4 apply(ivec4 x);
#endif
#if defined(INTEGERS) || defined(TRUTH)
WIDE_OUTPUT_I32(1, toInts);
#endif

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
#ifdef INTEGERS
    if (INTEGER) {
        EightInts n = unpackInts(fromInts[i]);
        toInts[i] = packInts(EightInts(apply(n.lo), apply(n.hi)));
        return;
    }
#endif
    Eight v = unpack8(from[i]);
#ifdef TRUTH
    toInts[i] = packInts(EightInts(ivec4(apply(v.lo)), ivec4(apply(v.hi))));
#else
    to[i] = pack8(Eight(apply(v.lo), apply(v.hi)));
#endif
}
