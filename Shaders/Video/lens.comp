#version 460
// What a lens and a sensor make of a picture of twice the size: a disc of blur, light, contrast about grey, noise. Bytes stay sRGB-encoded.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D source;
layout(set = 0, binding = 1, rgba8) uniform writeonly image2D result;
layout(push_constant) uniform Push { vec4 light; float radius; float contrast; float noise; uint seed; };

const int Taps = 20;
const float GoldenAngle = 2.399963;

uint mixed(uint h) {
    h = (h ^ (h >> 16)) * 0x7feb352du;
    h = (h ^ (h >> 15)) * 0x846ca68bu;
    return h ^ (h >> 16);
}

float unit(uint h) { return float(mixed(h) >> 8) / 16777216.0; }

void main() {
    ivec2 size = imageSize(result), at = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(at, size))) return;
    vec2 centre = (vec2(at) + 0.5) / vec2(size), reach = radius / vec2(size);
    // A spiral fills the disc evenly (Vogel, "A better way to construct the sunflower head", 1979).
    vec3 sum = vec3(0);
    for (int i = 0; i < Taps; i++) {
        float r = sqrt((float(i) + 0.5) / float(Taps)), angle = float(i) * GoldenAngle;
        sum += textureLod(source, centre + reach * r * vec2(cos(angle), sin(angle)), 0).rgb;
    }
    vec3 colour = ((sum / float(Taps) - 0.5) * contrast + 0.5) * light.rgb;
    // Three uniform numbers add up to nearly a normal one: variance 3/12, so twice their deviation from the mean.
    uint pixel = mixed(seed + uint(at.y * size.x + at.x)) * 3u;
    for (int c = 0; c < 3; c++)
        colour[c] += noise * 2 * (unit(pixel + uint(c)) + unit(pixel + uint(c) + 0x51ed270bu) + unit(pixel + uint(c) + 0xa3b1956du) - 1.5);
    imageStore(result, at, vec4(clamp(colour, 0, 1), 1));
}
