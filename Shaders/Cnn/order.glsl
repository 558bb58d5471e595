// Numbers as integers of the same order: -0 equals 0, not-a-number is larger than all. INTEGER: elements are integers themselves.
#include "nan.glsl"
const int NAN_KEY = 2147483647;
layout(constant_id = 0) const bool INTEGER = false;
INPUT(0, x); INPUT_I32(0, xInts);

int orderKey(uint at) {
    if (INTEGER) return xInts[at];
    float v = float(x[at]);
    if (isMissing(v)) return NAN_KEY;
    int bits = v == 0 ? 0 : floatBitsToInt(v);
    return bits < 0 ? bits ^ 2147483647 : bits;
}
