#version 460
// A letter of the distance field: style.x = pixels that the field's full range covers on screen. Colours are linear light.
layout(set = 0, binding = 1) uniform sampler2D image;
layout(location = 0) in vec2 uv;
layout(location = 1) flat in vec4 colour;
layout(location = 2) flat in vec4 style;
layout(location = 0) out vec4 result;

void main() {
    float signedPixels = (textureLod(image, uv, 0).r - 128.0 / 255.0) * style.x;
    result = vec4(colour.rgb, colour.a * clamp(signedPixels + 0.5, 0, 1));
}
