#version 460
// x where its column - row >= diagonal (UPPER) or <= diagonal, else zero; memory is [matrices, rows, columns, inner]. Traffic: one read, one write.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "divide.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint count, inner, rows, columns; int diagonal; uint upper; };
INPUT(0, x); OUTPUT(1, result);

void main() {
    uint i = ELEMENT;
    if (i >= count) return;
    uint place, pixel = divide(i, inner, place), column, line = divide(pixel, columns, column), row = remainder(line, rows);
    int away = int(column) - int(row);
    result[i] = (upper != 0 ? away >= diagonal : away <= diagonal) ? x[i] : STORED(0);
}
