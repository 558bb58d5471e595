#version 460
// The same texel as storage image, through the sRGB view and through the UNORM view.
layout(local_size_x = 1) in;
layout(set = 0, binding = 0, rgba8) readonly uniform image2D stored;
layout(set = 0, binding = 1) uniform sampler2D light;
layout(set = 0, binding = 2) uniform sampler2D encoded;
layout(set = 0, binding = 3) writeonly buffer Result { float result[]; };

void main()
{
    result[0] = imageLoad(stored, ivec2(1)).r;
    result[1] = textureLod(light, vec2(0.5), 0).r;
    result[2] = textureLod(encoded, vec2(0.5), 0).r;
}
