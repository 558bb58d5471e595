// A constant scale and shift for each of up to three channels of channels-last data, eight elements at a time.
layout(constant_id = 0) const uint CHANNELS = 1;

// Channels of the eight elements from `first` on, picked out of three values.
Eight byChannel(uint first, vec3 values) {
    Eight e;
    [[unroll]] for (int j = 0; j < 4; j++) {
        e.lo[j] = values[(first + j) % CHANNELS];
        e.hi[j] = values[(first + j + 4) % CHANNELS];
    }
    return e;
}
Eight normalized(Eight v, uint first, vec3 scale, vec3 shift) {
    if (CHANNELS == 1) return Eight(v.lo * scale.x + shift.x, v.hi * scale.x + shift.x);
    Eight s = byChannel(first % CHANNELS, scale), t = byChannel(first % CHANNELS, shift);
    return Eight(v.lo * s.lo + t.lo, v.hi * s.hi + t.hi);
}
