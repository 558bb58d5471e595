// The margins of scores [N,C] over that of their label: max(0, margin - x[y] + x[c]).
#include "tensor.glsl"
#include "nan.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool WEIGHTED = false;
layout(constant_id = 1) const bool SQUARED = false;
layout(push_constant) uniform Push { uint samples, classes; int ignored; float margin, factor; };
bool counts(int label) { return label >= 0 && label != ignored; }
