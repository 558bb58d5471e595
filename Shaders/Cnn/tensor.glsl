// Operands of kernels: one source serves f32 and f16 storage (define F16), sums are always f32. Kernels that declare activations without these
// macros say "f32 only" in their opening comment.
// INPUT/OUTPUT/INOUT(binding, name) declare scalar views; name[i] is an element in memory order.
// WIDE_* declare views of eight elements, the width that software Vulkan moves fastest (one bounds test a load); read8/write8 use them.
// A whole-tensor binding covers the allocation, rounded up to eight elements: tails may be read and written, their values mean nothing.
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#ifdef F16
#extension GL_EXT_shader_16bit_storage : require
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : require
#define STORED float16_t
#define STORED8 u64vec2
#define STORED4 uint64_t
#else
#define STORED float
#define STORED8 u64vec4
#define STORED4 u64vec2
#endif

#define INPUT(b, name) layout(std430, set = 0, binding = b) readonly buffer name##Block { STORED name[]; }
#define OUTPUT(b, name) layout(std430, set = 0, binding = b) writeonly buffer name##Block { STORED name[]; }
#define INOUT(b, name) layout(std430, set = 0, binding = b) buffer name##Block { STORED name[]; }
#define WIDE_INPUT(b, name) layout(std430, set = 0, binding = b) readonly buffer name##Block { STORED8 name[]; }
#define WIDE_OUTPUT(b, name) layout(std430, set = 0, binding = b) writeonly buffer name##Block { STORED8 name[]; }
#define WIDE_INOUT(b, name) layout(std430, set = 0, binding = b) buffer name##Block { STORED8 name[]; }
// Views of four elements, for kernels that make four results at once.
#define FOUR_INPUT(b, name) layout(std430, set = 0, binding = b) readonly buffer name##Block { STORED4 name[]; }
#define FOUR_OUTPUT(b, name) layout(std430, set = 0, binding = b) writeonly buffer name##Block { STORED4 name[]; }
// Where views of both storages share a binding, a node's result there follows, partial results in temporaries are f32.
// Statistics, losses, parameters and per-run values stay f32, labels and packed bytes i32, whatever the storage of activations.
#define INPUT_F32(b, name) layout(std430, set = 0, binding = b) readonly buffer name##Block { float name[]; }
#define OUTPUT_F32(b, name) layout(std430, set = 0, binding = b) writeonly buffer name##Block { float name[]; }
#define INOUT_F32(b, name) layout(std430, set = 0, binding = b) buffer name##Block { float name[]; }
#define FOUR_INPUT_F32(b, name) layout(std430, set = 0, binding = b) readonly buffer name##Block { u64vec2 name[]; }
#define FOUR_OUTPUT_F32(b, name) layout(std430, set = 0, binding = b) writeonly buffer name##Block { u64vec2 name[]; }
#define WIDE_INPUT_F32(b, name) layout(std430, set = 0, binding = b) readonly buffer name##Block { u64vec4 name[]; }
#define WIDE_OUTPUT_F32(b, name) layout(std430, set = 0, binding = b) writeonly buffer name##Block { u64vec4 name[]; }
#define WIDE_INOUT_F32(b, name) layout(std430, set = 0, binding = b) buffer name##Block { u64vec4 name[]; }
#define WIDE_INPUT_I32(b, name) layout(std430, set = 0, binding = b) readonly buffer name##Block { u64vec4 name[]; }
#define WIDE_OUTPUT_I32(b, name) layout(std430, set = 0, binding = b) writeonly buffer name##Block { u64vec4 name[]; }
#define INPUT_I32(b, name) layout(std430, set = 0, binding = b) readonly buffer name##Block { int name[]; }
#define OUTPUT_I32(b, name) layout(std430, set = 0, binding = b) writeonly buffer name##Block { int name[]; }

// The thread's place in a flat list of work (Graph/Threads.cs): rows of 2^20 threads, whatever slices the launch was cut into.
#define ELEMENT (gl_GlobalInvocationID.x + (gl_GlobalInvocationID.y << 20))

struct Eight { vec4 lo, hi; };

vec4 unpack4(u64vec2 x) { return vec4(uintBitsToFloat(unpackUint2x32(x.x)), uintBitsToFloat(unpackUint2x32(x.y))); }
u64vec2 pack4(vec4 x) { return u64vec2(packUint2x32(floatBitsToUint(x.xy)), packUint2x32(floatBitsToUint(x.zw))); }
Eight unpack8(u64vec4 x) { return Eight(unpack4(x.xy), unpack4(x.zw)); }
u64vec4 pack8f(Eight x) { return u64vec4(pack4(x.lo), pack4(x.hi)); }
#ifdef F16
vec4 unpack4(uint64_t x) {
    uvec2 a = unpackUint2x32(x);
    return vec4(unpackHalf2x16(a.x), unpackHalf2x16(a.y));
}
uint64_t packStored4(vec4 x) { return packUint2x32(uvec2(packHalf2x16(x.xy), packHalf2x16(x.zw))); }
Eight unpack8(u64vec2 x) {
    uvec2 a = unpackUint2x32(x.x), b = unpackUint2x32(x.y);
    return Eight(vec4(unpackHalf2x16(a.x), unpackHalf2x16(a.y)), vec4(unpackHalf2x16(b.x), unpackHalf2x16(b.y)));
}
u64vec2 pack8(Eight x) {
    return u64vec2(packUint2x32(uvec2(packHalf2x16(x.lo.xy), packHalf2x16(x.lo.zw))), packUint2x32(uvec2(packHalf2x16(x.hi.xy), packHalf2x16(x.hi.zw))));
}
#else
u64vec2 packStored4(vec4 x) { return pack4(x); }
u64vec4 pack8(Eight x) { return pack8f(x); }
#endif
