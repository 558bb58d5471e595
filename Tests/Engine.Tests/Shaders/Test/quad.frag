#version 460
// The colour, or a picture where the push constant says so.
layout(push_constant) uniform Push { float textured; };
layout(set = 0, binding = 1) uniform sampler2D picture;
layout(location = 0) in vec4 color;
layout(location = 1) in vec2 at;
layout(location = 0) out vec4 pixel;

void main()
{
    pixel = textured > 0 ? texture(picture, at) : color;
}
