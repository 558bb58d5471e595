// s^-beta for s > 0: by roots where beta allows, which is exact and quick.
#include "nan.glsl"
float power(float s, float beta) {
    if (beta == 0.75) { float root = sqrt(s); return 1.0 / (root * sqrt(root)); }
    if (beta == 0.5) return 1.0 / sqrt(s);
    if (beta == 1.0) return 1.0 / s;
    return isMissing(s) ? s : pow(s, -beta);
}
vec4 power(vec4 s, float beta) {
    if (beta == 0.75) { vec4 root = sqrt(s); return 1.0 / (root * sqrt(root)); }
    if (beta == 0.5) return 1.0 / sqrt(s);
    if (beta == 1.0) return 1.0 / s;
    return mix(pow(s, vec4(-beta)), s, isMissing(s));
}
