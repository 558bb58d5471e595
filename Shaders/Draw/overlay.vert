#version 460
// Two-dimensional things in pixels: one instance is one rectangle, pulled from a storage buffer.
struct Item { vec4 rect; vec4 uv; vec4 colour; vec4 style; };
layout(std430, set = 0, binding = 0) readonly buffer Items { Item items[]; };
layout(push_constant) uniform Push { vec2 targetSize; uint first; };
layout(location = 0) out vec2 uv;
layout(location = 1) out vec2 local;
layout(location = 2) flat out uint index;

const vec2 corners[6] = vec2[](vec2(0, 0), vec2(1, 0), vec2(1, 1), vec2(0, 0), vec2(1, 1), vec2(0, 1));

void main() {
    index = first + gl_InstanceIndex;
    Item item = items[index];
    vec2 corner = corners[gl_VertexIndex];
    local = corner * item.rect.zw;
    uv = mix(item.uv.xy, item.uv.zw, corner);
    vec2 at = (item.rect.xy + local) / targetSize;
    gl_Position = vec4(at.x * 2 - 1, 1 - at.y * 2, 0, 1);
}
