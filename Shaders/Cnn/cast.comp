#version 460
// out = x in another type: F32 is cut towards zero and saturates, NaN is 0; truth is what is not 0. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "ints.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
// 0 F32, 1 I32, 2 Bool.
layout(constant_id = 0) const int FROM = 0;
layout(constant_id = 1) const int TO = 1;
layout(push_constant) uniform Push { uint count; };
WIDE_INPUT(0, floats); WIDE_INPUT_I32(0, ints);
WIDE_OUTPUT(1, floatResult); WIDE_OUTPUT_I32(1, intResult);

ivec4 cut(vec4 x) {
    // The largest float below 2^31; what lies beyond is chosen, not converted.
    ivec4 n = ivec4(clamp(x, vec4(-2147483648.0), vec4(2147483520.0)));
    n = mix(n, ivec4(0x7fffffff), greaterThanEqual(x, vec4(2147483648.0)));
    return mix(n, ivec4(0), isMissing(x));
}
ivec4 convert(vec4 x) { return TO == 2 ? ivec4(notEqual(x, vec4(0))) : cut(x); }
ivec4 convert(ivec4 x) { return TO == 2 ? ivec4(notEqual(x, ivec4(0))) : x; }

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    if (FROM == 0) {
        Eight v = unpack8(floats[i]);
        intResult[i] = packInts(EightInts(convert(v.lo), convert(v.hi)));
    } else if (TO == 0) {
        EightInts v = unpackInts(ints[i]);
        floatResult[i] = pack8(Eight(vec4(v.lo), vec4(v.hi)));
    } else {
        EightInts v = unpackInts(ints[i]);
        intResult[i] = packInts(EightInts(convert(v.lo), convert(v.hi)));
    }
}
