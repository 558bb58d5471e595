// a / b and a % b for 0 <= a < 2^31, b > 0, by way of floats: vectors of lanes divide at once, where software Vulkan takes integer divisions lane
// by lane.
// The first quotient is off by a 2^-22nd of itself, the second by at most one, which the remainder shows.
uint divide(uint a, uint b, out uint rest) {
    float inverse = 1.0 / float(b);
    int q = int(float(a) * inverse), r = int(a) - q * int(b), more = int(floor(float(r) * inverse));
    q += more;
    r -= more * int(b);
    int fix = (r >= int(b) ? 1 : 0) - (r < 0 ? 1 : 0);
    rest = uint(r - fix * int(b));
    return uint(q + fix);
}
uint remainder(uint a, uint b) {
    uint rest;
    divide(a, b, rest);
    return rest;
}

// The same for 0 <= a < 2^24 only, at a third of the price: a float holds a exactly, so one quotient is off by at most one.
int quotient(int a, int b) {
    int q = int(float(a) / float(b)), rest = a - q * b;
    return q + (rest >= b ? 1 : 0) - (rest < 0 ? 1 : 0);
}
