#version 460
// A rectangle with rounded corners, or a part of it: at = pixels from its middle, style.x = the corners' radius in pixels, style.y = thickness where
// only its line is drawn, style.zw = half its size. Colours are linear light.
layout(location = 0) in vec2 at;
layout(location = 1) flat in vec4 colour;
layout(location = 2) flat in vec4 style;
layout(location = 0) out vec4 result;

void main() {
    vec2 q = abs(at) - style.zw + style.x;
    float outside = length(max(q, 0)) + min(max(q.x, q.y), 0) - style.x;
    float coverage = clamp(0.5 - outside, 0, 1);
    if (style.y > 0)
        coverage *= clamp(outside + style.y + 0.5, 0, 1);
    result = vec4(colour.rgb, colour.a * coverage);
}
