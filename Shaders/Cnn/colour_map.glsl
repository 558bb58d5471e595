// Colour maps: a number in [0, 1] as a colour. Stops are rounded from the published tables: viridis and inferno of matplotlib, turbo of Mikhailov (2019).
#include "nan.glsl"
// Which map is a constant: devices whose lanes go through all branches together would make every map's colour.
layout(constant_id = 1) const int MAP = 0;
const int RGB = 0, GREY = 1, VIRIDIS = 2, DIVERGING = 3, INFERNO = 4;

const vec3 VIRIDIS_STOPS[5] = vec3[](vec3(0.267, 0.005, 0.329), vec3(0.229, 0.322, 0.546), vec3(0.128, 0.567, 0.551), vec3(0.369, 0.789, 0.383), vec3(0.993, 0.906, 0.144));
const vec3 INFERNO_STOPS[9] = vec3[](vec3(0.001, 0.000, 0.014), vec3(0.129, 0.047, 0.291), vec3(0.342, 0.062, 0.429), vec3(0.541, 0.135, 0.415), vec3(0.736, 0.216, 0.330),
    vec3(0.894, 0.353, 0.194), vec3(0.978, 0.558, 0.035), vec3(0.975, 0.798, 0.206), vec3(0.988, 0.998, 0.645));
const vec3 TURBO_STOPS[9] = vec3[](vec3(0.190, 0.072, 0.232), vec3(0.276, 0.421, 0.891), vec3(0.158, 0.736, 0.923), vec3(0.197, 0.949, 0.595), vec3(0.644, 0.990, 0.234),
    vec3(0.933, 0.812, 0.227), vec3(0.984, 0.493, 0.128), vec3(0.816, 0.185, 0.018), vec3(0.480, 0.016, 0.011));

vec3 viridis(float t) {
    int k = min(int(t * 4), 3);
    return mix(VIRIDIS_STOPS[k], VIRIDIS_STOPS[k + 1], t * 4 - float(k));
}
vec3 diverging(float t) {
    return t < 0.5 ? mix(vec3(0.130, 0.300, 0.700), vec3(1), t * 2) : mix(vec3(1), vec3(0.700, 0.090, 0.130), t * 2 - 1);
}
vec3 inferno(float t) {
    int k = min(int(t * 8), 7);
    return mix(INFERNO_STOPS[k], INFERNO_STOPS[k + 1], t * 8 - float(k));
}
vec3 turbo(float t) {
    int k = min(int(t * 8), 7);
    return mix(TURBO_STOPS[k], TURBO_STOPS[k + 1], t * 8 - float(k));
}
vec3 colourOf(float t) {
    return MAP == VIRIDIS ? viridis(t) : MAP == DIVERGING ? diverging(t) : MAP == INFERNO ? inferno(t) : MAP == GREY ? vec3(t) : turbo(t);
}

// Where v lies between low and high, in [0, 1]; NaN is 0.
float unitOf(float v, float low, float high) {
    float t = (v - low) / (high - low);
    return isMissing(t) ? 0.0 : clamp(t, 0.0, 1.0);
}
