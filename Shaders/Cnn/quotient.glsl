// Integer division by way of floats: vectors of lanes divide at once, where an integer division goes lane by lane on software Vulkan.
// Exact for 0 <= a < 2^24 and b > 0: the rounded quotient is off by at most one, which the remainder shows.
int quotient(int a, int b) {
    int q = int(float(a) / float(b)), rest = a - q * b;
    return q + (rest >= b ? 1 : 0) - (rest < 0 ? 1 : 0);
}
