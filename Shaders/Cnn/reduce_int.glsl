// What reductions of integers do with each number; KIND as in ReduceOp.cs.
layout(constant_id = 1) const int KIND = 0;
const int EMPTY = KIND == 1 ? -2147483647 - 1 : KIND == 2 ? 2147483647 : KIND == 3 ? 1 : 0;
int fold(int a, int v) { return KIND == 1 ? max(a, v) : KIND == 2 ? min(a, v) : KIND == 3 ? a * v : a + v; }
