// Limits that NaN passes, as in PyTorch and in IEEE 754's maximum and minimum; GLSL's own max, min and clamp may give either operand. NaN is told by its
// bits, which no compiler may take for impossible. Where a comparison alone decides, `x <= limit ? other : x` lets NaN through without any of this.
#ifndef NAN_GLSL
#define NAN_GLSL
bool isMissing(float x) { return (floatBitsToInt(x) & 0x7fffffff) > 0x7f800000; }
bvec4 isMissing(vec4 x) { return greaterThan(floatBitsToInt(x) & 0x7fffffff, ivec4(0x7f800000)); }

// Whether v takes the place of the best so far: it is beyond it, or NaN. NaN stays until another NaN comes.
bool exceeds(float v, float best) { return v > best || isMissing(v); }
bvec4 exceeds(vec4 v, vec4 best) { return bvec4(uvec4(greaterThan(v, best)) | uvec4(isMissing(v))); }
bool undercuts(float v, float best) { return v < best || isMissing(v); }
bvec4 undercuts(vec4 v, vec4 best) { return bvec4(uvec4(lessThan(v, best)) | uvec4(isMissing(v))); }

float larger(float a, float b) { return exceeds(b, a) ? b : a; }
vec4 larger(vec4 a, vec4 b) { return mix(a, b, exceeds(b, a)); }
float smaller(float a, float b) { return undercuts(b, a) ? b : a; }
vec4 smaller(vec4 a, vec4 b) { return mix(a, b, undercuts(b, a)); }

// The sign; NaN of NaN. And 1 where a number is zero, else 0.
float signOf(float x) { return isMissing(x) ? x : sign(x); }
vec4 signOf(vec4 x) { return mix(sign(x), x, isMissing(x)); }
float whetherZero(float x) { return x == 0 ? 1.0 : 0.0; }
vec4 whetherZero(vec4 x) { return vec4(equal(x, vec4(0))); }

float limited(float x, float low, float high) { return isMissing(x) ? x : clamp(x, low, high); }
vec4 limited(vec4 x, float low, float high) { return mix(clamp(x, vec4(low), vec4(high)), x, isMissing(x)); }
#endif
