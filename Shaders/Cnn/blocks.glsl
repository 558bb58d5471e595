// Kernels over channel blocks: eight channels a thread where the channel count is a multiple of eight (WIDE), one otherwise.
// BLOCKS_IN(binding, x) gives load_x(i), BLOCKS_OUT gives store_x(i, v): i counts blocks of eight, or single elements, which lie in v.lo.x.
// The _F32 forms are for statistics and coefficients, which stay f32 whatever the storage of activations.
#include "tensor.glsl"
#include "divide.glsl"
layout(constant_id = 0) const bool WIDE = true;

#define BLOCKS_VIEW(b, name, access, wide, narrow) \
    layout(std430, set = 0, binding = b) access buffer name##Blocks { wide name##8[]; }; \
    layout(std430, set = 0, binding = b) access buffer name##Elements { narrow name##1[]; };
#define BLOCKS_LOAD(name) Eight load_##name(uint i) { if (WIDE) return unpack8(name##8[i]); return Eight(vec4(name##1[i]), vec4(0)); }
#define BLOCKS_IN(b, name) BLOCKS_VIEW(b, name, readonly, STORED8, STORED) BLOCKS_LOAD(name)
#define BLOCKS_IN_F32(b, name) BLOCKS_VIEW(b, name, readonly, u64vec4, float) BLOCKS_LOAD(name)
#define BLOCKS_OUT(b, name) BLOCKS_VIEW(b, name, writeonly, STORED8, STORED) \
    void store_##name(uint i, Eight v) { if (WIDE) name##8[i] = pack8(v); else name##1[i] = STORED(v.lo.x); }
#define BLOCKS_OUT_F32(b, name) BLOCKS_VIEW(b, name, writeonly, u64vec4, float) \
    void store_##name(uint i, Eight v) { if (WIDE) name##8[i] = pack8f(v); else name##1[i] = v.lo.x; }

Eight splat(float x) { return Eight(vec4(x), vec4(x)); }
Eight add(Eight a, Eight b) { return Eight(a.lo + b.lo, a.hi + b.hi); }
Eight sub(Eight a, Eight b) { return Eight(a.lo - b.lo, a.hi - b.hi); }
Eight mul(Eight a, Eight b) { return Eight(a.lo * b.lo, a.hi * b.hi); }
Eight mul(Eight a, float b) { return Eight(a.lo * b, a.hi * b); }
