#version 460
// Texture times colour, as it is. Linear light throughout.
layout(set = 0, binding = 1) uniform sampler2D image;
layout(push_constant) uniform Push { mat4 clipFromModel; vec4 colour; vec4 light; uint first; };
layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 result;

void main() {
    result = texture(image, uv) * colour;
}
