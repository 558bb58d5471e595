// Tiles of a tensor to an image, nearest pixel: colour = map((x - low) / (high - low)). The includer defines LOW and HIGH, x and `image`.
// Traffic: reads each tile about once, writes the image once.
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int threads, channels, height, width, tiles, columns, rows, gap, map; float least, most; };

#include "colour_map.glsl"

float unit(uint at, float low, float high) { return unitOf(float(x[at]), low, high); }

void main() {
    ivec2 size = imageSize(image), sheet = ivec2(columns * (width + gap) - gap, rows * (height + gap) - gap);
    float low = LOW, high = HIGH;
    for (int i = int(ELEMENT); i < size.x * size.y; i += threads) {
        ivec2 pixel = ivec2(i % size.x, i / size.x), at = ivec2((vec2(pixel) + 0.5) * vec2(sheet) / vec2(size));
        ivec2 tile = at / ivec2(width + gap, height + gap), inside = at % ivec2(width + gap, height + gap);
        int index = tile.y * columns + tile.x;
        if (index >= tiles || inside.x >= width || inside.y >= height) {
            imageStore(image, pixel, vec4(0));
            continue;
        }
        int n = map == RGB ? index : index / channels, c = map == RGB ? 0 : index % channels;
        uint from = uint(((n * height + inside.y) * width + inside.x) * channels + c);
        float first = unit(from, low, high);
        vec3 colour = map == RGB ? vec3(first, unit(from + 1, low, high), unit(from + 2, low, high)) : colourOf(map, first);
        imageStore(image, pixel, vec4(colour, 1));
    }
}
