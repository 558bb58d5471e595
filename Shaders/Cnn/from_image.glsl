// Crop, resize and normalise: out[y, x, c] = scale[c] * (weighted mean of source bytes under a triangle as wide as two output pixels, or two source
// pixels if those are larger) + shift[c]. The includer defines CROP (left, top, width, height in fractions). Traffic: the crop once, the output once.
layout(local_size_x = 64) in;
layout(set = 0, binding = 0) uniform sampler2D source;
layout(push_constant) uniform Push {
    int width, height; uint grey, cover; float cropX, cropY, cropWidth, cropHeight, scaleR, scaleG, scaleB, shiftR, shiftG, shiftB;
};

void main() {
    int i = int(ELEMENT);
    if (i >= width * height) return;
    ivec2 limit = textureSize(source, 0);
    vec2 size = vec2(limit), target = vec2(width, height), region = size;
    if (cover != 0) region = target * min(size.x / target.x, size.y / target.y);
    vec4 crop = CROP;
    vec2 ratio = region * crop.zw / target, support = max(ratio, vec2(1));
    vec2 centre = clamp((size - region) * 0.5 + crop.xy * region + (vec2(i % width, i / width) + 0.5) * ratio, vec2(0), size);
    ivec2 first = max(ivec2(floor(centre - support + 0.5)), ivec2(0)), end = min(ivec2(floor(centre + support + 0.5)), limit);
    vec3 sum = vec3(0);
    float total = 0;
    for (int y = first.y; y < end.y; y++) {
        float wy = max(1 - abs(float(y) + 0.5 - centre.y) / support.y, 0.0);
        for (int x = first.x; x < end.x; x++) {
            float w = wy * max(1 - abs(float(x) + 0.5 - centre.x) / support.x, 0.0);
            // Exactly the stored bytes, whatever rounding the sampler's division has.
            sum += w * floor(texelFetch(source, ivec2(x, y), 0).rgb * 255 + 0.5);
            total += w;
        }
    }
    sum /= total;
    if (grey != 0) {
        result[i] = STORED(dot(sum, vec3(0.299, 0.587, 0.114)) * scaleR + shiftR);
    } else {
        sum = sum * vec3(scaleR, scaleG, scaleB) + vec3(shiftR, shiftG, shiftB);
        result[3 * i] = STORED(sum.r);
        result[3 * i + 1] = STORED(sum.g);
        result[3 * i + 2] = STORED(sum.b);
    }
}
