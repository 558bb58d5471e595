#version 460
// A picture in its source's own encoding as sRGB bytes, scaled to cover the result, its middle kept, or a share (view.x) of that, mirrored where view.y
// is not 0: the components' mean under a triangle as wide as two pixels of the result, or two of the source if those are larger, then
// colour = rows * components + rows.w. Byte of a component at pixel (x, y): offset + (y >> shiftY) * stride + (x >> shiftX) * step.
// Traffic: the source once, the result once.
layout(local_size_x = 8, local_size_y = 8) in;
layout(std430, set = 0, binding = 0) readonly buffer Words { uint words[]; };
layout(set = 0, binding = 1, rgba8) uniform writeonly image2D result;
// Of each plane offset, stride, step, and the shifts: x in the lower four bits, y in the next.
layout(push_constant) uniform Push { ivec4 planes[3]; vec4 rows[3]; ivec2 size; vec2 view; };

float component(ivec4 plane, ivec2 at) {
    int i = plane.x + (at.y >> (plane.w >> 4)) * plane.y + (at.x >> (plane.w & 15)) * plane.z;
    return float((words[i >> 2] >> ((i & 3) * 8)) & 255u);
}

void main() {
    ivec2 target = imageSize(result), at = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(at, target))) return;
    float ratio = min(float(size.x) / float(target.x), float(size.y) / float(target.y)) * view.x, support = max(ratio, 1.0);
    vec2 centre = clamp((vec2(size) - vec2(target) * ratio) * 0.5 + (vec2(at) + 0.5) * ratio, vec2(0), vec2(size));
    ivec2 first = max(ivec2(floor(centre - support + 0.5)), ivec2(0)), end = min(ivec2(floor(centre + support + 0.5)), size);
    vec3 sum = vec3(0);
    float total = 0;
    for (int y = first.y; y < end.y; y++) {
        float wy = max(1 - abs(float(y) + 0.5 - centre.y) / support, 0.0);
        for (int x = first.x; x < end.x; x++) {
            float w = wy * max(1 - abs(float(x) + 0.5 - centre.x) / support, 0.0);
            // What weighs nothing is not read: most of it where nothing is scaled.
            if (w == 0) continue;
            ivec2 pixel = ivec2(x, y);
            sum += w * vec3(component(planes[0], pixel), component(planes[1], pixel), component(planes[2], pixel));
            total += w;
        }
    }
    vec4 mean = vec4(sum / total, 1);
    if (view.y != 0) at.x = target.x - 1 - at.x;
    imageStore(result, at, vec4(clamp(vec3(dot(rows[0], mean), dot(rows[1], mean), dot(rows[2], mean)), 0, 1), 1));
}
