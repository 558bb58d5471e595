// I32 and Bool tensors eight elements at a time; they take 32 bits an element whatever the storage of activations.
#ifndef INTS
#define INTS
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
struct EightInts { ivec4 lo, hi; };

ivec4 unpackInts4(u64vec2 x) { return ivec4(uvec4(unpackUint2x32(x.x), unpackUint2x32(x.y))); }
u64vec2 packInts4(ivec4 x) { return u64vec2(packUint2x32(uvec2(x.xy)), packUint2x32(uvec2(x.zw))); }
EightInts unpackInts(u64vec4 x) { return EightInts(unpackInts4(x.xy), unpackInts4(x.zw)); }
u64vec4 packInts(EightInts x) { return u64vec4(packInts4(x.lo), packInts4(x.hi)); }

// a / b cut towards zero, 0 where b is 0: neither a zero divisor nor the most negative number by -1 may reach the processor's division.
ivec4 quotientInts(ivec4 a, ivec4 b) {
    bvec4 plain = notEqual(uvec4(b + 1) & ~1u, uvec4(0));
    return mix(a * b, a / mix(ivec4(1), b, plain), plain);
}
#endif
