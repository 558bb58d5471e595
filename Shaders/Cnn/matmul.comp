#version 460
// out[z][m][n] = epilogue(sum over k of a[z](m, k) * b[z](k, n)); transposes are strides. One output per thread, threads along n.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "epilogue.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push {
    int columns, depth, aBase, aRow, aDepth, aZ, bBase, bDepth, bColumn, bZ, outBase, outPitch, outZ;
    int firstColumn, accumulate, finish; // whether this launch starts from what is in out, and whether it applies the epilogue
    EPILOGUE_PUSH
};
INPUT(0, a); INPUT(1, b); INOUT(2, result);
EPILOGUE(3, 4, 5)

void main() {
    int n = int(gl_GlobalInvocationID.x), m = int(gl_GlobalInvocationID.y), z = int(gl_GlobalInvocationID.z);
    if (n >= columns) return;
    int to = outBase + z * outZ + m * outPitch + n, fromA = aBase + z * aZ + m * aRow, fromB = bBase + z * bZ + n * bColumn;
    float sum = 0;
    if (accumulate != 0) sum = float(result[to]);
    for (int k = 0; k < depth; k++) sum += float(a[fromA + k * aDepth]) * float(b[fromB + k * bDepth]);
    result[to] = STORED(finish != 0 ? epilogue(sum, firstColumn + n, to) : sum);
}
