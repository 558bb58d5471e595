#version 460
// A rectangle of one colour, in linear light.
layout(location = 1) flat in vec4 colour;
layout(location = 0) out vec4 result;

void main() {
    result = colour;
}
