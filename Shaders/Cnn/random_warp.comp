#version 460
// out[n] = before[n] * own[n]: 3x3 matrices by rows, the last number 1 and not kept, that lead from a pixel of the result to one of the source, both counted from the middle; own is drawn
// for each sample, the unit matrix with probability 1 - p. f32 only. Traffic: eight numbers a sample.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "draws.glsl"
layout(local_size_x = 64) in;
layout(push_constant) uniform Push {
    uint count, kind, id, hasStep, hasBefore;
    int fromH, fromW, toH, toW;
    float p, a, b, c, d, e, f, g, h, i, j;
};
INPUT_I32(0, samples); INPUT_I32(1, key); INPUT_F32(2, before); OUTPUT_F32(3, result);

mat3 rows(vec3 x, vec3 y) { return transpose(mat3(x, y, vec3(0, 0, 1))); }

// Cosine and sine, exact where they are 0 or 1: turns by 90 degrees move whole pixels.
vec2 turn(float degrees) {
    vec2 v = vec2(cos(radians(degrees)), sin(radians(degrees))), whole = roundEven(v);
    return mix(v, whole, lessThan(abs(v - whole), vec2(1e-6)));
}

// The inverse of rotating clockwise, shearing and scaling about the middle, then moving (torchvision's _get_inverse_affine_matrix).
mat3 affine(float degrees, vec2 move, float scale, vec2 shear) {
    vec2 t = turn(degrees), k = vec2(tan(radians(shear.x)), tan(radians(shear.y)));
    float m = t.x + t.y * k.y, n = t.y - t.x * k.y;
    mat2 inverted = mat2(-n * k.x + t.x, -n, m * k.x + t.y, m) * (1.0 / scale);
    vec2 moved = -(inverted * move);
    return rows(vec3(inverted[0].x, inverted[1].x, moved.x), vec3(inverted[0].y, inverted[1].y, moved.y));
}

// A window of th x tw pixels whose first is (top, left), seen as the result.
mat3 window(float top, float left, float th, float tw) {
    return rows(vec3(tw / float(toW), 0, left + (tw - float(fromW)) * 0.5), vec3(0, th / float(toH), top + (th - float(fromH)) * 0.5));
}

// torchvision's RandomResizedCrop: a window of a random share of the area and a random aspect, ten tries, else the largest in the middle.
mat3 resizedCrop(uint seed, uint time, uint n) {
    for (uint k = 1; k <= 10; k++) {
        uvec4 words = sampleWords(seed, time, id, n, k);
        vec4 u = uniform4(words);
        float area = float(fromH * fromW) * between(u.x, a, b), aspect = exp(between(u.y, log(c), log(d)));
        float tw = roundEven(sqrt(area * aspect)), th = roundEven(sqrt(area / aspect));
        if (tw > 0 && tw <= float(fromW) && th > 0 && th <= float(fromH))
            return window(float(below(words.z, fromH - int(th) + 1)), float(below(words.w, fromW - int(tw) + 1)), th, tw);
    }
    float ratio = float(fromW) / float(fromH), tw = float(fromW), th = float(fromH);
    if (ratio < min(c, d))
        th = roundEven(tw / min(c, d));
    else if (ratio > max(c, d))
        tw = roundEven(th * max(c, d));
    return window(floor((float(fromH) - th) / 2), floor((float(fromW) - tw) / 2), th, tw);
}

// torchvision's RandomPerspective: the corners move inwards by whole pixels; the square onto four points after Heckbert (1989).
mat3 perspective(uint seed, uint time, uint n) {
    uvec4 wx = sampleWords(seed, time, id, n, 1), wy = sampleWords(seed, time, id, n, 2);
    int mx = int(a * float(fromW / 2)), my = int(a * float(fromH / 2));
    if (fromW < 2 || fromH < 2)
        return mat3(1);
    vec4 x = vec4(below(wx.x, mx + 1), fromW - 1 - mx + below(wx.y, mx + 1), fromW - 1 - mx + below(wx.z, mx + 1), below(wx.w, mx + 1));
    vec4 y = vec4(below(wy.x, my + 1), below(wy.y, my + 1), fromH - 1 - my + below(wy.z, my + 1), fromH - 1 - my + below(wy.w, my + 1));
    vec2 p0 = vec2(x.x, y.x), p1 = vec2(x.y, y.y), p2 = vec2(x.z, y.z), p3 = vec2(x.w, y.w);
    vec2 d1 = p1 - p2, d2 = p3 - p2, s = p0 - p1 + p2 - p3;
    float den = d1.x * d2.y - d2.x * d1.y;
    if (abs(den) < 1e-6)
        return mat3(1);
    float gg = (s.x * d2.y - d2.x * s.y) / den, hh = (d1.x * s.y - s.x * d1.y) / den;
    mat3 quad = transpose(mat3(vec3(p1.x - p0.x + gg * p1.x, p3.x - p0.x + hh * p3.x, p0.x), vec3(p1.y - p0.y + gg * p1.y, p3.y - p0.y + hh * p3.y, p0.y),
        vec3(gg, hh, 1)));
    mat3 rect = rows(vec3(fromW - 1, 0, 0), vec3(0, fromH - 1, 0));
    vec2 middle = vec2(fromW, fromH) * 0.5;
    return rows(vec3(1, 0, -middle.x), vec3(0, 1, -middle.y)) * rect * inverse(quad) * rows(vec3(1, 0, middle.x), vec3(0, 1, middle.y));
}

// What torchvision's policies do to places: shears keep the upper left corner.
mat3 policy(Choice choice) {
    float s = choice.sign * choice.level;
    if (choice.step == 1)
        return rows(vec3(1, s * a, s * a * float(fromH) * 0.5), vec3(0, 1, 0));
    if (choice.step == 2)
        return rows(vec3(1, 0, 0), vec3(s * a, 1, s * a * float(fromW) * 0.5));
    if (choice.step == 3)
        return rows(vec3(1, 0, -trunc(s * b)), vec3(0, 1, 0));
    if (choice.step == 4)
        return rows(vec3(1, 0, 0), vec3(0, 1, -trunc(s * c)));
    return choice.step == 5 ? affine(-s * d, vec2(0), 1, vec2(0)) : mat3(1);
}

mat3 own(uint seed, uint time, uint n, uvec4 words, vec4 u) {
    vec4 v = uniform4(sampleWords(seed, time, id, n, 1));
    vec2 size = vec2(fromW, fromH);
    ivec2 spare = ivec2(fromW - toW, fromH - toH) + 2 * int(a);
    switch (kind) {
        case 0: return rows(vec3(-1, 0, 0), vec3(0, 1, 0)); // HorizontalFlip
        case 1: return rows(vec3(1, 0, 0), vec3(0, -1, 0)); // VerticalFlip
        case 2: return window(float(spare.y - below(words.x, spare.y + 1)) - a, float(spare.x - below(words.y, spare.x + 1)) - a, toH, toW); // Crop
        case 3: return window(roundEven(float(fromH - toH) / 2), roundEven(float(fromW - toW) / 2), toH, toW); // CentreCrop
        case 4: return window(0, 0, fromH, fromW); // Resize
        case 5: return resizedCrop(seed, time, n); // ResizedCrop
        case 6: return affine(between(u.y, a, b), roundEven((u.zw * 2 - 1) * vec2(c, d) * size), between(v.x, e, f), (v.yz * 2 - 1) * vec2(g, h)); // Affine
        case 7: return rows(vec3(1 / between(v.x, a, b), 0, 0), vec3(0, 1 / between(v.y, c, d), 0)); // Stretch
        case 8: return perspective(seed, time, n); // Perspective
        case 9: return policy(choose(words, g, h)); // Policy
        case 10: return rows(vec3(((sampleWords(seed, 0, id, n, 0).x ^ time) & 1u) != 0 ? -1 : 1, 0, 0), vec3(0, 1, 0)); // AlternatingFlip
    }
    return mat3(1);
}

void main() {
    uint n = ELEMENT;
    if (n >= count) return;
    uint seed = uint(key[0]), time = hasStep != 0 ? uint(key[1]) : 0, number = uint(samples[n]);
    uvec4 words = sampleWords(seed, time, id, number, 0);
    vec4 u = uniform4(words);
    mat3 m = u.x < p ? own(seed, time, number, words, u) : mat3(1);
    if (hasBefore != 0) {
        mat3 first = mat3(1);
        for (uint k = 0; k < 8; k++)
            first[k % 3][k / 3] = before[n * 8 + k];
        m = first * m;
    }
    float scale = m[2][2] == 1 ? 1.0 : 1 / m[2][2];
    for (uint k = 0; k < 8; k++)
        result[n * 8 + k] = m[k % 3][k / 3] * scale;
}
