#version 460
// Two-dimensional things in pixels: six vertices are one rectangle, pulled from a storage buffer; instances of so few vertices are slow on most
// devices. What all its pixels have in common goes along with them, so that no pixel looks it up.
struct Item { vec4 rect; vec4 uv; vec4 colour; vec4 style; };
layout(std430, set = 0, binding = 0) readonly buffer Items { Item items[]; };
layout(push_constant) uniform Push { vec2 targetSize; uint first; };
layout(location = 0) out vec2 uv;
layout(location = 1) flat out vec4 colour;
layout(location = 2) flat out vec4 style;

const vec2 corners[6] = vec2[](vec2(0, 0), vec2(1, 0), vec2(1, 1), vec2(0, 0), vec2(1, 1), vec2(0, 1));

void main() {
    Item item = items[first + gl_VertexIndex / 6];
    vec2 corner = corners[gl_VertexIndex % 6];
    uv = mix(item.uv.xy, item.uv.zw, corner);
    colour = item.colour;
    style = item.style;
    vec2 at = (item.rect.xy + corner * item.rect.zw) / targetSize;
    gl_Position = vec4(at.x * 2 - 1, 1 - at.y * 2, 0, 1);
}
