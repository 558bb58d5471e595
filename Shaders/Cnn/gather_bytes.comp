#version 460
// out[n] = byte * scale[c] + shift[c] of picture indices[n], eight bytes a thread; negative indices are pictures of zeros. WIDE: pictures are whole
// groups of eight bytes. Traffic: reads a byte, writes a float an element.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "channel_norm.glsl"
layout(constant_id = 1) const uint WIDE = 0;
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count; float scaleR, scaleG, scaleB, shiftR, shiftG, shiftB; uint picture, pictures; };
layout(std430, set = 0, binding = 0) readonly buffer Bytes { uint64_t bytes[]; };
INPUT_I32(1, indices); WIDE_OUTPUT(2, result);

vec4 unpack(uint word) { return vec4(uvec4(word, word >> 8, word >> 16, word >> 24) & 255u); }

// The number of the picture's first byte; a flag where it is one of zeros.
uint place(uint row, out bool isZero) {
    int index = indices[row];
    isZero = index < 0;
    return min(uint(max(index, 0)), pictures - 1) * picture;
}

float byteOf(uint at) {
    uint row = at / picture;
    bool isZero;
    uint from = place(row, isZero) + (at - row * picture);
    return isZero ? 0.0 : float(uint(bytes[from >> 3] >> ((from & 7u) * 8u)) & 255u);
}

void main() {
    uint i = ELEMENT, first = i * 8;
    if (first >= count) return;
    Eight v;
    if (WIDE == 1) {
        uint row = first / picture;
        bool isZero;
        uint from = place(row, isZero) + (first - row * picture);
        uvec2 words = isZero ? uvec2(0) : unpackUint2x32(bytes[from >> 3]);
        v = Eight(unpack(words.x), unpack(words.y));
    } else {
        // What lies beyond the last row is nobody's; it must not be read by an index that there is not.
        [[unroll]] for (uint j = 0; j < 4; j++) {
            v.lo[j] = byteOf(min(first + j, count - 1));
            v.hi[j] = byteOf(min(first + j + 4, count - 1));
        }
    }
    result[i] = pack8(normalized(v, first, vec3(scaleR, scaleG, scaleB), vec3(shiftR, shiftG, shiftB)));
}
