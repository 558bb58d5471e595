#version 460
// A rectangle per instance, fetched from a buffer: centre and half size in clip space, depth, colour.
struct Quad { vec4 rectangle; vec4 color; float depth; float pad[3]; };
layout(set = 0, binding = 0) readonly buffer Quads { Quad quads[]; };
layout(location = 0) out vec4 color;
layout(location = 1) out vec2 at;
const vec2 CORNERS[6] = vec2[](vec2(-1, -1), vec2(1, -1), vec2(1, 1), vec2(-1, -1), vec2(1, 1), vec2(-1, 1));

void main()
{
    Quad quad = quads[gl_InstanceIndex];
    vec2 corner = CORNERS[gl_VertexIndex];
    gl_Position = vec4(quad.rectangle.xy + corner * quad.rectangle.zw, quad.depth, 1);
    color = quad.color;
    at = vec2(corner.x, -corner.y) * 0.5 + 0.5;
}
