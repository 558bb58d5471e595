#version 460
// How a batch is mixed: the share that each picture keeps, drawn from Beta(alpha, alpha) by (seed, epoch, first sample), and for cutmix the rectangle that
// comes from elsewhere: share, top, left, bottom, right, whether it is a rectangle, 0, 0. f32 only. Traffic: eight numbers.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "draws.glsl"
layout(local_size_x = 1) in;
layout(push_constant) uniform Push { uint id, hasStep, cuts; int height, width; float p, alpha; };
INPUT_I32(0, samples); INPUT_I32(1, key); OUTPUT_F32(2, result);

// The logarithm of a number of the gamma distribution (Marsaglia & Tsang, 2000; for shapes below 1 by a further factor), from blocks k, k + 1, ...
float logGamma(uint seed, uint time, uint number, uint k) {
    float shape = alpha < 1 ? alpha + 1 : alpha, d = shape - 1.0 / 3, c = 1 / sqrt(9 * d), found = log(d);
    for (uint t = 0; t < 64; t++) {
        uvec4 words = sampleWords(seed, time, id, number, k + t);
        float normal = normal2(words.xy).x, v = (1 + c * normal) * (1 + c * normal) * (1 + c * normal);
        float u = (float(words.z >> 8) + 1) / 16777216;
        if (v > 0 && log(u) < 0.5 * normal * normal + d - d * v + d * log(v)) {
            found = log(d * v);
            break;
        }
    }
    float more = (float(sampleWords(seed, time, id, number, k + 100).x >> 8) + 1) / 16777216;
    return alpha < 1 ? found + log(more) / alpha : found;
}

void main() {
    if (gl_GlobalInvocationID.x > 0) return;
    uint seed = uint(key[0]), time = hasStep != 0 ? uint(key[1]) : 0, number = uint(samples[0]);
    uvec4 words = sampleWords(seed, time, id, number, 0);
    float kept = 1;
    ivec4 box = ivec4(0);
    if (uniform4(words).x < p) {
        kept = 1 / (1 + exp(logGamma(seed, time, number, 1000) - logGamma(seed, time, number, 1)));
        if (cuts != 0) {
            // torchvision's CutMix: half of each side from a middle anywhere, cut at the borders; the share is what is left.
            int y = below(words.y, height), x = below(words.z, width);
            float r = 0.5 * sqrt(1 - kept);
            int halfH = int(r * float(height)), halfW = int(r * float(width));
            box = ivec4(max(y - halfH, 0), max(x - halfW, 0), min(y + halfH, height), min(x + halfW, width));
            kept = 1 - float((box.z - box.x) * (box.w - box.y)) / float(height * width);
        }
    }
    result[0] = kept;
    for (uint k = 0; k < 4; k++)
        result[1 + k] = float(box[k]);
    result[5] = float(cuts);
    result[6] = 0;
    result[7] = 0;
}
