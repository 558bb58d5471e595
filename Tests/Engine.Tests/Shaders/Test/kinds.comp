#version 460
// One of several functions by a constant, in a loop, with and without a case of its own.
layout(local_size_x = 64) in;
layout(constant_id = 3) const int KIND = 1;
layout(std430, set = 0, binding = 0) buffer X { float x[]; };

float apply(float v)
{
    switch (KIND)
    {
        case 0: return v + 1;
        case 1: v *= 3;
        case 2: v = -v; break;
    }
    return v;
}

void main()
{
    for (int i = 0; i < 2; i++)
        x[gl_GlobalInvocationID.x] = apply(x[gl_GlobalInvocationID.x]);
}
