#version 460
// Sums of squares of parts of many tensors, a part a thread, each a number of elements of one tensor; f32 only. Scaling: 1 of x * control[0], 2 of clamp(x, clip),
// and NaN where an element is not finite. Traffic: reads the tensors once.
#extension GL_GOOGLE_include_directive : require
#include "blocks.glsl"
#include "nan.glsl"
#include "far.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint parts, rows; float clip; };
struct Row { Far source; uint count, chunk, start, scaling; };
INPUT_F32(0, control); OUTPUT_F32(1, sums);
TABLE(2, Row);

vec4 sum = vec4(0);
bool clipped, broken = false;
float factor = 1;

void count8(Eight x) {
    if (clipped) {
        broken = broken || any(greaterThanEqual(floatBitsToInt(x.lo) & 0x7fffffff, ivec4(0x7f800000)))
            || any(greaterThanEqual(floatBitsToInt(x.hi) & 0x7fffffff, ivec4(0x7f800000)));
        x.lo = limited(x.lo * factor, -clip, clip);
        x.hi = limited(x.hi * factor, -clip, clip);
    }
    sum += x.lo * x.lo;
    sum += x.hi * x.hi;
}

void main() {
    uint i = ELEMENT;
    if (i >= parts) return;
    uint row = 0;
    ROW_OF(i, rows, row)
    uint count = table[row].count, chunk = table[row].chunk, e = (i - table[row].start) * chunk, to = min(e + chunk, count);
    clipped = (table[row].scaling & 2) != 0;
    if ((table[row].scaling & 1) != 0) factor = control[0];
    Far source = table[row].source;
    for (; e + 8 <= to; e += 8) count8(unpack8(source.eights[e / 8]));
    if (e < to) { // what lies beyond the end means nothing
        Eight x = unpack8(source.eights[e / 8]);
        uvec4 place = e + uvec4(0, 1, 2, 3);
        count8(Eight(mix(vec4(0), x.lo, lessThan(place, uvec4(to))), mix(vec4(0), x.hi, lessThan(place + 4, uvec4(to)))));
    }
    sums[i] = broken ? uintBitsToFloat(0x7fc00000u) : (sum.x + sum.y) + (sum.z + sum.w);
}
