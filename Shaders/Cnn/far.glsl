// Tensors that are reached by address: rows of a table, each with the addresses of its operands (Graph/OperandTable.cs).
// What lies there is f32 only.
#extension GL_EXT_buffer_reference : require
layout(buffer_reference, std430, buffer_reference_align = 32) buffer Far { u64vec4 eights[]; };
#define TABLE(b, type) layout(std430, set = 0, binding = b) readonly buffer tableBlock { type table[]; }
// The last of `rows` rows whose start is not beyond i; rows lie in ascending order.
#define ROW_OF(i, rows, found) { \
    uint beyond = rows; \
    while (beyond - found > 1) { \
        uint middle = (found + beyond) / 2; \
        if (table[middle].start <= i) found = middle; else beyond = middle; \
    } \
}
