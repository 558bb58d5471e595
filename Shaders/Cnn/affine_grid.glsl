// Coordinates of an affine grid from -1 to 1: centres of the first and last element (ALIGN) or their outer edges.
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 1) const bool ALIGN = false;
layout(push_constant) uniform Push { int count, height, width; };

float base(int i, int size) { return ALIGN ? (size > 1 ? 2.0 * float(i) / float(size - 1) - 1.0 : 0.0) : float(2 * i + 1) / float(size) - 1.0; }
