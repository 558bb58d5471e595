#version 460
// matmul.comp's product for GPUs, tile by tile through shared memory. ALONG_A and ALONG_B say which operand lies along the sum in memory, so that
// neighbouring threads load neighbouring elements.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "epilogue.glsl"
#include "tile.glsl"
layout(constant_id = 1) const bool ALONG_A = true;
layout(constant_id = 2) const bool ALONG_B = false;
layout(push_constant) uniform Push {
    int rows, columns, depth, aBase, aRow, aDepth, aZ, bBase, bDepth, bColumn, bZ, outBase, outPitch, outZ;
    int firstColumn, accumulate, finish; // as in matmul.comp
    EPILOGUE_PUSH
};
INPUT(0, a); INPUT(1, b); INOUT(2, result);
EPILOGUE(3, 4, 5)

void main() {
    int z = int(gl_WorkGroupID.z), fromA = aBase + z * aZ, fromB = bBase + z * bZ;
    clearSums();
    for (int k0 = 0; k0 < depth; k0 += 16) {
        [[unroll]] for (int i = 0; i < PER; i++) {
            int e = thread() + i * 256;
            int ka = ALONG_A ? e % 16 : e / TILE, m = ALONG_A ? e / 16 : e % TILE, kb = ALONG_B ? e % 16 : e / TILE, n = ALONG_B ? e / 16 : e % TILE;
            int row = int(gl_WorkGroupID.x) * TILE + m, column = int(gl_WorkGroupID.y) * TILE + n;
            tileA[ka][m] = k0 + ka < depth && row < rows ? float(a[fromA + row * aRow + (k0 + ka) * aDepth]) : 0;
            tileB[kb][n] = k0 + kb < depth && column < columns ? float(b[fromB + (k0 + kb) * bDepth + column * bColumn]) : 0;
        }
        barrier();
        multiply();
        barrier();
    }
    [[unroll]] for (int j = 0; j < PER; j++) {
        int n = tileColumn(j);
        if (n < columns) {
            vec2 line = epilogueLine(firstColumn + n);
            [[unroll]] for (int i = 0; i < PER; i++) {
                int m = tileRow(i), to = outBase + z * outZ + m * outPitch + n;
                if (m < rows) {
                    float v = sum[i][j];
                    if (accumulate != 0) v += float(result[to]);
                    result[to] = STORED(finish != 0 ? epilogueOn(v, line, to) : v);
                }
            }
        }
    }
}
