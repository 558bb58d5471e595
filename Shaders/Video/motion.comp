#version 460
// Shows a picture moved, scaled, turned and lit: out(p) = light * in(R (p - centre) / scale - move), bilinear, black outside. Bytes stay sRGB-encoded.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D source;
layout(set = 0, binding = 1, rgba8) uniform writeonly image2D result;
layout(push_constant) uniform Push { vec2 move; float scale; float angle; float light; };

void main() {
    ivec2 size = imageSize(result), at = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(at, size))) return;
    vec2 p = (vec2(at) + 0.5) / vec2(size) - 0.5 - move;
    float c = cos(angle), s = sin(angle);
    vec2 uv = vec2(c * p.x + s * p.y, c * p.y - s * p.x) / scale + 0.5;
    vec2 texels = vec2(textureSize(source, 0));
    // Half a texel of the border fades to black, so that edges do not flicker as the picture moves.
    vec2 inside = clamp(min(uv, 1 - uv) * texels + 0.5, 0, 1);
    vec3 colour = textureLod(source, uv, 0).rgb * inside.x * inside.y * light;
    imageStore(result, at, vec4(colour, 1));
}
