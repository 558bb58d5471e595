#version 460
// A picture. Colours are linear light.
layout(set = 0, binding = 1) uniform sampler2D image;
layout(location = 0) in vec2 uv;
layout(location = 1) flat in vec4 colour;
layout(location = 0) out vec4 result;

void main() {
    result = textureLod(image, uv, 0) * colour;
}
