// One channel as red, green and blue by a colour map: out = map((x - low) / (high - low)). The includer defines LOW and HIGH, x and `result`.
// Traffic: reads one channel, writes three.
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { uint pixels; float least, most; };
#include "colour_map.glsl"

void main() {
    uint i = ELEMENT;
    if (i >= pixels) return;
    vec3 colour = colourOf(unitOf(float(x[i]), LOW, HIGH));
    [[unroll]] for (int c = 0; c < 3; c++) result[3 * i + c] = STORED(colour[c]);
}
