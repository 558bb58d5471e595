// Labels against lines of scores: x seen as [outer, classes, inner], a label and a thread for each line.
#include "tensor.glsl"
layout(local_size_x = 64) in;
layout(constant_id = 0) const bool WEIGHTED = false;
layout(push_constant) uniform Push { uint lines, classes, inner; int ignored; };

// Where the thread's line begins.
uint lineStart(uint i) { return i / inner * classes * inner + i % inner; }
bool counts(int label) { return label >= 0 && label != ignored; }
// The label as an index that can be read whatever the label is.
uint bounded(int label) { return min(uint(max(label, 0)), classes - 1); }
float nan() { return uintBitsToFloat(0x7fc00000u); }
