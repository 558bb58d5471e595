// Shared-memory products for GPUs: a workgroup of 256 makes TILE by TILE results, each thread PER by PER of them, sixteen steps of the sum at a time.
// The including shader fills tileA[k][m] and tileB[k][n] (PER elements of each per thread), calls multiply() between barriers and stores sum[i][j],
// the result at row tileRow(i), column tileColumn(j). Traffic: each operand is read once per TILE of the other's side.
layout(local_size_x = 256) in;
layout(constant_id = 0) const int TILE = 64; // 64 or 128
const int PER = TILE / 16;
shared float tileA[16][TILE + 1], tileB[16][TILE + 1]; // one more: columns of sixteen then hit different banks
float sum[TILE / 16][TILE / 16];

int thread() { return int(gl_LocalInvocationIndex); }
int tileRow(int i) { return int(gl_WorkGroupID.x) * TILE + thread() / 16 + i * 16; }
int tileColumn(int j) { return int(gl_WorkGroupID.y) * TILE + thread() % 16 + j * 16; }

void clearSums() { for (int i = 0; i < PER; i++) for (int j = 0; j < PER; j++) sum[i][j] = 0; }

void multiply() {
    int row = thread() / 16, column = thread() % 16;
    // Eight steps without a loop: sixteen take software Vulkan twice as long to compile, fewer come sooner to the rounds its loops may have.
    [[dont_unroll]] for (int k0 = 0; k0 < 16; k0 += 8) [[unroll]] for (int k1 = 0; k1 < 8; k1++) {
        int k = k0 + k1;
        float ofA[TILE / 16], ofB[TILE / 16];
        [[unroll]] for (int i = 0; i < PER; i++) ofA[i] = tileA[k][row + i * 16];
        [[unroll]] for (int j = 0; j < PER; j++) ofB[j] = tileB[k][column + j * 16];
        [[unroll]] for (int i = 0; i < PER; i++) [[unroll]] for (int j = 0; j < PER; j++) sum[i][j] += ofA[i] * ofB[j];
    }
}
