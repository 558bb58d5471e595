// Powers of Lp pooling; the norms that networks use need no logarithm.
#define POOL_MORE float norm;
#include "pool.glsl"
#include "math.glsl"
layout(constant_id = 1) const int NORM = 2; // 1, 2, or 0 for any other

// |x|^e for e > 0; |x|^0 = 1.
vec4 power(vec4 x, float e) { return mix(exponential(e * logarithm(abs(x))), vec4(e > 0.0 ? 0.0 : 1.0), equal(x, vec4(0))); }
