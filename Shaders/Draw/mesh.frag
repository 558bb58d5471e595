#version 460
// Texture times colour, lit from one direction (light.xyz in model space; light.w = share of ambient light). Linear light throughout.
layout(set = 0, binding = 1) uniform sampler2D image;
layout(push_constant) uniform Push { mat4 clipFromModel; vec4 colour; vec4 light; uint first; };
layout(location = 0) in vec2 uv;
layout(location = 1) in vec3 normal;
layout(location = 0) out vec4 result;

void main() {
    vec4 texel = texture(image, uv) * colour;
    float diffuse = max(dot(normalize(normal), light.xyz), 0);
    result = vec4(texel.rgb * mix(diffuse, 1, light.w), texel.a);
}
