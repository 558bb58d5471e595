#version 460
// A picture as bytes, three a pixel and four a word, rows from the top: word k of it at first + k. Bytes stay sRGB-encoded.
layout(local_size_x = 64) in;
layout(set = 0, binding = 0) uniform sampler2D source;
layout(std430, set = 0, binding = 1) writeonly buffer Words { uint words[]; };
layout(push_constant) uniform Push { uint first; uint count; };

void main() {
    uint word = gl_GlobalInvocationID.x;
    if (word >= count) return;
    int width = textureSize(source, 0).x;
    // Four bytes lie in two pixels.
    int pixel = int(word * 4 / 3), phase = int(word * 4 % 3);
    vec3 a = texelFetch(source, ivec2(pixel % width, pixel / width), 0).rgb;
    pixel++;
    vec3 b = texelFetch(source, ivec2(pixel % width, pixel / width), 0).rgb;
    vec4 four = phase == 0 ? vec4(a, b.r) : phase == 1 ? vec4(a.gb, b.rg) : vec4(a.b, b);
    words[first + word] = packUnorm4x8(four);
}
