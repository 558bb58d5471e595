#version 460
// Writes (10x, 10y, 128, 255) into every pixel.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0, rgba8) writeonly uniform image2D target;

void main()
{
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    if (all(lessThan(at, imageSize(target)))) imageStore(target, at, vec4(at * 10, 128, 255) / 255);
}
