// Indices given as data: negative ones count from the end, and none leaves the axis.
uint wrapped(int index, uint extent) { return uint(clamp(index < 0 ? index + int(extent) : index, 0, int(extent) - 1)); }
