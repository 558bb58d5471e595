#version 460
// Asks for 64-bit floats, which the engine does not enable.
layout(local_size_x = 1) in;
layout(set = 0, binding = 0) buffer X { double x[]; };

void main() { x[0] = x[0] + 1; }
