#version 460
// Adds 1 to every element in place.
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; };
layout(set = 0, binding = 0) buffer X { uint x[]; };

void main()
{
    uint i = gl_GlobalInvocationID.x;
    if (i < count) x[i] += 1;
}
