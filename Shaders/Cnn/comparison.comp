#version 460
// out = a < b, a == b and so on, broadcast; KIND as in Comparison. Truth values are never F32.
#extension GL_GOOGLE_include_directive : require
#define TRUTH
#define APPLY(a, b) compare((a), (b))
#define APPLY_INT(a, b) compare((a), (b))
layout(constant_id = 5) const int KIND = 0;

bvec4 compare(vec4 a, vec4 b) {
    switch (KIND) {
        case 0: return lessThan(a, b); // Less
        case 1: return lessThanEqual(a, b); // LessEqual
        case 2: return equal(a, b); // Equal
        case 3: return notEqual(a, b); // NotEqual
    }
    return bvec4(false);
}

bvec4 compare(ivec4 a, ivec4 b) {
    switch (KIND) {
        case 0: return lessThan(a, b); // Less
        case 1: return lessThanEqual(a, b); // LessEqual
        case 2: return equal(a, b); // Equal
        case 3: return notEqual(a, b); // NotEqual
        case 4: return notEqual(a & b, ivec4(0)); // And
        case 5: return notEqual(a | b, ivec4(0)); // Or
    }
    return bvec4(false);
}

#include "broadcast.glsl"
