// Tiles of a tensor to an image, nearest pixel: colour = map((x - low) / (high - low)). The includer defines LOW and HIGH, x and `image`.
// Traffic: reads each tile about once, writes the image once.
layout(local_size_x = 64) in;
layout(push_constant) uniform Push { int threads, channels, height, width, tiles, columns, rows, gap, map; float least, most; };

const int RGB = 0, GREY = 1, VIRIDIS = 2;

vec3 viridis(float t) {
    const vec3 stops[5] = vec3[](vec3(0.267, 0.005, 0.329), vec3(0.229, 0.322, 0.546), vec3(0.128, 0.567, 0.551), vec3(0.369, 0.789, 0.383), vec3(0.993, 0.906, 0.144));
    int k = min(int(t * 4), 3);
    return mix(stops[k], stops[k + 1], t * 4 - float(k));
}
vec3 diverging(float t) {
    return t < 0.5 ? mix(vec3(0.130, 0.300, 0.700), vec3(1), t * 2) : mix(vec3(1), vec3(0.700, 0.090, 0.130), t * 2 - 1);
}
float unit(uint at, float low, float high) {
    float v = (float(x[at]) - low) / (high - low);
    return v > 0 ? min(v, 1.0) : 0.0;
}

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
        vec3 colour = vec3(first);
        if (map == RGB) colour = vec3(first, unit(from + 1, low, high), unit(from + 2, low, high));
        else if (map == VIRIDIS) colour = viridis(first);
        else if (map != GREY) colour = diverging(first);
        imageStore(image, pixel, vec4(colour, 1));
    }
}
