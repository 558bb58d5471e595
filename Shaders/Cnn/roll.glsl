// Circular shifts of any sign and size; the includer has divide.glsl.

// How far on the source of a place lies, in [0, size): -shift mod size, backwards shift mod size. ~s = -s - 1, so that no shift overflows.
uint onward(int shift, uint size, bool back) {
    uint rest = remainder(uint(shift < 0 ? ~shift : shift), size), forward = shift < 0 ? size - 1 - rest : rest;
    return back || forward == 0 ? forward : size - forward;
}
// A place below twice the size.
uint within(uint place, uint size) { return place < size ? place : place - size; }
