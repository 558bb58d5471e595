// Local response normalisation's window: for each of eight neighbouring channels the sum of a value over channels from BEFORE below to AFTER above,
// those outside [0, C) counting as 0. The including shader declares BEFORE and AFTER, at most eight each.
struct Window { float values[24]; };

void put(inout Window w, int at, Eight e) {
    [[unroll]] for (int j = 0; j < 4; j++) {
        w.values[at + j] = e.lo[j];
        w.values[at + 4 + j] = e.hi[j];
    }
}
Eight sums(Window w) {
    Eight sum = splat(0);
    [[unroll]] for (int d = -BEFORE; d <= AFTER; d++) {
        [[unroll]] for (int j = 0; j < 4; j++) {
            sum.lo[j] += w.values[8 + j + d];
            sum.hi[j] += w.values[12 + j + d];
        }
    }
    return sum;
}
