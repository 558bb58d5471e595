#version 460
// y = a·x + b, elementwise; the local size is constant 0.
#include "common.glsl"
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint TWICE = 0;
layout(push_constant) uniform Push { uint count; float a; float b; };
layout(set = 0, binding = 0) readonly buffer X { float x[]; };
layout(set = 0, binding = 1) writeonly buffer Y { float y[]; };

void main()
{
    uint i = gl_GlobalInvocationID.x;
    if (i >= count) return;
    float value = affine(x[i], a, b);
    y[i] = TWICE == 1 ? 2 * value : value;
}
