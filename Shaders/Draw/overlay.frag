#version 460
// style.x chooses: 0 a rounded rectangle (style.y = radius in pixels, style.z = thickness where only its line is drawn), 1 a glyph of the distance
// field (style.y = pixels the field's full range covers on screen), 2 a picture, 3 a picture with hard pixels. Colours are linear light.
struct Item { vec4 rect; vec4 uv; vec4 colour; vec4 style; };
layout(std430, set = 0, binding = 0) readonly buffer Items { Item items[]; };
layout(set = 0, binding = 1) uniform sampler2D image;
layout(location = 0) in vec2 uv;
layout(location = 1) in vec2 local;
layout(location = 2) flat in uint index;
layout(location = 0) out vec4 result;

float roundedBox(vec2 at, vec2 halfSize, float radius) {
    vec2 q = abs(at) - halfSize + radius;
    return length(max(q, 0)) + min(max(q.x, q.y), 0) - radius;
}

void main() {
    Item item = items[index];
    if (item.style.x == 0) {
        vec2 halfSize = item.rect.zw * 0.5;
        float outside = roundedBox(local - halfSize, halfSize, item.style.y);
        float coverage = clamp(0.5 - outside, 0, 1);
        if (item.style.z > 0)
            coverage *= clamp(outside + item.style.z + 0.5, 0, 1);
        result = vec4(item.colour.rgb, item.colour.a * coverage);
    } else if (item.style.x == 1) {
        float signedPixels = (textureLod(image, uv, 0).r - 128.0 / 255.0) * item.style.y;
        result = vec4(item.colour.rgb, item.colour.a * clamp(signedPixels + 0.5, 0, 1));
    } else {
        vec2 size = vec2(textureSize(image, 0));
        vec2 at = item.style.x == 3 ? (floor(uv * size) + 0.5) / size : uv;
        result = textureLod(image, at, 0) * item.colour;
    }
}
