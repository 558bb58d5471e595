#version 460
// Meshes in 3D: vertices are pulled from a storage buffer, 8 floats each (position, normal, texture coordinate).
layout(std430, set = 0, binding = 0) readonly buffer Vertices { float vertices[]; };
layout(push_constant) uniform Push { mat4 clipFromModel; vec4 colour; vec4 light; uint first; };
layout(location = 0) out vec2 uv;
layout(location = 1) out vec3 normal;

void main() {
    uint at = (first + gl_VertexIndex) * 8;
    vec3 position = vec3(vertices[at], vertices[at + 1], vertices[at + 2]);
    normal = vec3(vertices[at + 3], vertices[at + 4], vertices[at + 5]);
    uv = vec2(vertices[at + 6], vertices[at + 7]);
    gl_Position = clipFromModel * vec4(position, 1);
}
