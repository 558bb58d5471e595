// Kernels along one axis of [outer, length, inner]: a thread owns a line and walks it with stride inner.
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint lines, terms, inner; };

// Where the thread's line begins.
uint lineStart(uint i) { return i / inner * terms * inner + i % inner; }
