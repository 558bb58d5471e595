#version 460
// A picture whose pixels are squares. Colours are linear light.
layout(set = 0, binding = 1) uniform sampler2D image;
layout(location = 0) in vec2 uv;
layout(location = 1) flat in vec4 colour;
layout(location = 0) out vec4 result;

void main() {
    ivec2 size = textureSize(image, 0);
    result = texelFetch(image, clamp(ivec2(floor(uv * size)), ivec2(0), size - 1), 0) * colour;
}
