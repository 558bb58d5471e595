// Gradients of elementwise ops of one operand: dx = dy * slope(v) with v the op's input or output, eight elements a thread. Before the include a
// shader may define PARAMETERS (push constants after the count), after it defines vec4 slope(vec4 v); with GATED it defines
// vec4 passed(vec4 v, vec4 dy) instead, whose zeros hold whatever dy is. Traffic: two reads, one write.
#include "tensor.glsl"
#ifndef PARAMETERS
#define PARAMETERS
#endif
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; PARAMETERS };
WIDE_INPUT(0, seen); WIDE_INPUT(1, dy); WIDE_OUTPUT(2, dx);
#ifdef GATED
vec4 passed(vec4 v, vec4 dy);
#else
vec4 slope(vec4 v);
vec4 passed(vec4 v, vec4 dy) { return dy * slope(v); }
#endif

void main() {
    uint i = ELEMENT;
    if (i * 8 >= count) return;
    Eight v = unpack8(seen[i]), g = unpack8(dy[i]);
    dx[i] = pack8(Eight(passed(v.lo, g.lo), passed(v.hi, g.hi)));
}
