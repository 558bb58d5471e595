// Operands of kernels over fours of channels. FOURS: pixels lie in whole fours; else elements come one by one and the last four of a pixel may have
// fewer. load4_x(pixel, pitch, four, channels): pitch counts fours (FOURS) from pixel to pixel, channels elements.
// The _F32 form is for biases and coefficients, which stay f32 whatever the storage of activations.
layout(constant_id = 0) const bool FOURS = true;

#define FOURS_VIEW(b, name, access, wide, narrow) \
    layout(std430, set = 0, binding = b) access buffer name##Wide { wide name##4[]; }; \
    layout(std430, set = 0, binding = b) access buffer name##Narrow { narrow name##1[]; };
#define FOURS_LOAD(name) \
    vec4 load4_##name(int pixel, int pitch, int four, int channels) { \
        if (FOURS) return unpack4(name##4[pixel * pitch + four]); \
        vec4 v; \
        [[unroll]] for (int e = 0; e < 4; e++) v[e] = float(name##1[pixel * channels + min(four * 4 + e, channels - 1)]); \
        return v; \
    }
#define FOURS_IN(b, name) FOURS_VIEW(b, name, readonly, STORED4, STORED) FOURS_LOAD(name)
#define FOURS_IN_F32(b, name) FOURS_VIEW(b, name, readonly, u64vec2, float) FOURS_LOAD(name)
#define FOURS_OUT(b, name) FOURS_VIEW(b, name, writeonly, STORED4, STORED) \
    void store4_##name(int pixel, int pitch, int four, int channels, vec4 v) { \
        if (FOURS) name##4[pixel * pitch + four] = packStored4(v); \
        else { [[unroll]] for (int e = 0; e < 4; e++) if (four * 4 + e < channels) name##1[pixel * channels + four * 4 + e] = STORED(v[e]); } \
    }
