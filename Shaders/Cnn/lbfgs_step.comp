#version 460
// Decides about a trial point of L-BFGS and gives the next direction as factors of the vectors whose products it reads; f32 only. Traffic: the products.
// Written as vectors, with s = step, y = change of the gradient, g = gradient: accept where f' <= f + c t g·d; q = g - sum a_i y_i from the newest pair to
// the oldest, a_i = s_i·q / s_i·y_i; r = (s·y / y·y) q; r += (a_i - y_i·r / s_i·y_i) s_i from the oldest to the newest; d = -r.
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
layout(local_size_x = 1) in;
layout(constant_id = 0) const uint M = 8;
layout(push_constant) uniform Push { float armijo; };
INPUT_F32(0, state); INPUT_F32(1, loss); INPUT_F32(2, ps); INPUT_F32(3, py); INPUT_F32(4, q); INPUT_F32(5, norm); INPUT_F32(6, rate); OUTPUT_F32(7, result);

const uint HEAD = 12, MOST_SHRINKS = 8, LAST_SHRINKS = 24;
uint slot; // where the new pair lies; M where there is none

float sy(uint i, uint j) {
    float known = state[HEAD + i * M + j];
    return i == slot ? (j == slot ? q[1] : py[j * 3]) : j == slot ? ps[i * 3 + 1] : known;
}

float yy(uint i, uint j) {
    float known = state[HEAD + M * M + i * M + j];
    return i == slot ? (j == slot ? q[4] : py[j * 3 + 1]) : j == slot ? py[i * 3 + 1] : known;
}

float sg(uint i) { return i == slot ? q[2] : ps[i * 3 + 2]; }
float yg(uint i) { return i == slot ? q[5] : py[i * 3 + 2]; }

void main() {
    float f = state[0], slope = state[1], t = state[2], gg = state[8], g1 = state[9], trial = loss[0];
    uint count = uint(state[3]), head = uint(state[4]), shrinks = uint(state[5]), iterations = uint(state[6]);
    bool stalled = state[10] > 0.5, finite = abs(trial) <= 3e38 && q[8] <= 3e38, first = iterations == 0;
    // What rounding alone may add to a loss near its minimum does not count as growth.
    bool accept = !stalled && finite && (first || trial <= f + armijo * t * slope + 4e-7 * abs(f));
    bool store = accept && !first && q[1] > 1e-6 * sqrt(q[0] * q[4]) && q[4] > 0;
    slot = store ? head : M;
    for (uint i = 0; i < M; i++)
        for (uint j = 0; j < M; j++) {
            result[HEAD + i * M + j] = sy(i, j);
            result[HEAD + M * M + i * M + j] = yy(i, j);
        }
    if (store) {
        head = (head + 1) % M;
        count = min(count + 1, M);
    }
    float a[M], b[M];
    for (uint i = 0; i < M; i++) { a[i] = 0; b[i] = 0; }
    float gamma = 1, keep = 0, restart = 0;
    if (accept) {
        f = trial;
        gg = q[8];
        g1 = norm[0];
        iterations++;
        shrinks = 0;
        for (uint k = 0; k < count; k++) {
            uint i = (head + M - 1 - k) % M;
            float dot = sg(i);
            for (uint l = 0; l < k; l++) {
                uint j = (head + M - 1 - l) % M;
                dot -= a[j] * sy(i, j);
            }
            a[i] = dot / sy(i, i);
        }
        if (count > 0) {
            uint newest = (head + M - 1) % M;
            gamma = sy(newest, newest) / yy(newest, newest);
        }
        for (uint k = count; k > 0; k--) {
            uint i = (head + M - k) % M;
            float dot = yg(i);
            for (uint l = 0; l < count; l++) {
                uint j = (head + M - 1 - l) % M;
                dot -= a[j] * yy(i, j);
            }
            dot *= gamma;
            for (uint l = count; l > k; l--) {
                uint j = (head + M - l) % M;
                dot += b[j] * sy(j, i);
            }
            b[i] = a[i] - dot / sy(i, i);
        }
        slope = -gamma * gg;
        for (uint i = 0; i < M; i++) slope += gamma * a[i] * yg(i) - b[i] * sg(i);
        if (!(slope < 0)) {
            count = 0;
            gamma = 1;
            slope = -gg;
            for (uint i = 0; i < M; i++) { a[i] = 0; b[i] = 0; }
        }
        t = count > 0 ? 1.0 : min(1.0, 1.0 / g1) * rate[0];
    } else {
        shrinks++;
        float best = -slope * t * t / (2 * (trial - f - slope * t));
        t = finite && best > 0 ? clamp(best, 0.1 * t, 0.5 * t) : 0.1 * t;
        keep = 1;
        if (shrinks >= MOST_SHRINKS && count > 0) {
            count = 0;
            shrinks = 0;
            keep = 0;
            restart = -1;
            slope = -gg;
            t = min(1.0, 1.0 / g1) * rate[0];
        }
        stalled = stalled || (shrinks >= LAST_SHRINKS && !first);
        if (stalled || first) t = 0;
    }
    result[0] = f;
    result[1] = slope;
    result[2] = t;
    result[3] = float(count);
    result[4] = float(head);
    result[5] = float(shrinks);
    result[6] = float(iterations);
    result[7] = state[7] + 1;
    result[8] = gg;
    result[9] = g1;
    result[10] = stalled ? 1.0 : 0.0;
    result[11] = trial;
    uint at = HEAD + 2 * M * M;
    for (uint i = 0; i < M; i++) {
        result[at + i] = i == slot ? 0.0 : -b[i];
        result[at + M + i] = i == slot ? 0.0 : gamma * a[i];
    }
    at += 2 * M;
    float s = 0, y = 0;
    if (store) {
        s = -b[slot];
        y = gamma * a[slot];
    }
    result[at] = s;
    result[at + 1] = y;
    result[at + 2] = accept ? -gamma : 0.0;
    result[at + 3] = keep;
    result[at + 4] = restart;
    result[at + 5] = accept ? 1.0 : 0.0;
    result[at + 6] = store ? float(slot) : -1.0;
    result[at + 7] = accept || first ? 1.0 : 0.0;
}
