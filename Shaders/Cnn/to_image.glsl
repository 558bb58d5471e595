// Tiles of a tensor to an image, nearest pixel: colour = map((x - low) / (high - low)). The includer defines LOW and HIGH, x and `image`.
// Traffic: reads each tile about once, writes the image once.
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int threads, channels, height, width, tiles, columns, rows, gap; float least, most; };

#include "colour_map.glsl"
#include "divide.glsl"

float unit(uint at, float low, float high) { return unitOf(float(x[at]), low, high); }

void main() {
    ivec2 size = imageSize(image), sheet = ivec2(columns * (width + gap) - gap, rows * (height + gap) - gap);
    float low = LOW, high = HIGH;
    ivec2 cell = ivec2(width + gap, height + gap);
    for (uint i = ELEMENT; i < uint(size.x * size.y); i += uint(threads)) {
        uint across;
        uint down = divide(i, uint(size.x), across);
        ivec2 pixel = ivec2(across, down), at = ivec2((vec2(pixel) + 0.5) * vec2(sheet) / vec2(size));
        ivec2 tile = ivec2(quotient(at.x, cell.x), quotient(at.y, cell.y)), inside = at - tile * cell;
        int index = tile.y * columns + tile.x;
        if (index >= tiles || inside.x >= width || inside.y >= height) {
            imageStore(image, pixel, vec4(0));
            continue;
        }
        int n = MAP == RGB ? index : quotient(index, channels), c = MAP == RGB ? 0 : index - n * channels;
        uint from = uint(((n * height + inside.y) * width + inside.x) * channels + c);
        float first = unit(from, low, high);
        vec3 colour = MAP == RGB ? vec3(first, unit(from + 1, low, high), unit(from + 2, low, high)) : colourOf(first);
        imageStore(image, pixel, vec4(colour, 1));
    }
}
