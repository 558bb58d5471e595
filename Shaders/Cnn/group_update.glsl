// One step of an optimiser, eight elements a thread; f32 only. RULE says which (Core/Ops/Update/UpdateKind.cs). Gradients are
// g = clamp(g * control[0], clip) * control[1], then g += decay*w + l1*sign(w), or w -= rate*decay*w where decoupled; where control is not finite,
// nothing changes. Before it are defined: OPERANDS, FIND, which sets row and at, COUNT, and eight elements each of
// GRADIENT, WEIGHT, FIRST, SECOND and THIRD.
layout(constant_id = 1) const uint RULE = 0;
const uint SGD = 0, MOMENTUM = 1, ADAGRAD = 2, RMSPROP = 3, ADADELTA = 4, ADAM = 5, NADAM = 6, LARS = 7, LAMB = 8, AVERAGE = 9, SWAP = 10, ACCUMULATE = 11,
    LAMB_APPLY = 12;
const uint DECOUPLED = 1, NESTEROV = 2, CENTRED = 4, CONTROLLED = 8;
layout(push_constant) uniform Push {
    uint blocks, rows, flags;
    float scale, decay, l1, clip, momentum, keep, rest1, log1, beta2, rest2, log2, eps, other;
};
INPUT_F32(0, rate); INPUT_F32(1, time); INPUT_F32(2, control); INPUT_F32(3, extra);
OPERANDS

bool isFinite(float x) { return (floatBitsToInt(x) & 0x7fffffff) < 0x7f800000; }
bool has(uint flag) { return (flags & flag) != 0; }

// 1 - exp(x) for x < 0, by its series near 0, where the difference would cancel.
float oneMinusExp(float x) {
    float series = 1 + x * (0.5 + x * (1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120 + x * (1.0 / 720 + x * (1.0 / 5040))))));
    return x > -0.5 ? -x * series : 1 - exp(x);
}

Eight div(Eight a, Eight b) { return Eight(a.lo / b.lo, a.hi / b.hi); }
Eight root(Eight x) { return Eight(sqrt(x.lo), sqrt(x.hi)); }
Eight plus(Eight a, float b) { return Eight(a.lo + b, a.hi + b); }
Eight sgn(Eight x) { return Eight(signOf(x.lo), signOf(x.hi)); }
Eight lim(Eight x) { return Eight(limited(x.lo, -clip, clip), limited(x.hi, -clip, clip)); }

void main() {
    uint i = ELEMENT;
    if (i >= blocks) return;
    if (has(CONTROLLED) && !(isFinite(control[0]) && isFinite(control[1]))) return;
    FIND
    Eight w = unpack8(WEIGHT), g = unpack8(GRADIENT);
    if (RULE == AVERAGE) {
        WEIGHT = pack8f(add(mul(w, beta2), mul(g, rest2)));
        return;
    }
    if (RULE == SWAP) {
        WEIGHT = pack8f(g);
        SET_GRADIENT(pack8f(w));
        return;
    }
    if (RULE == ACCUMULATE) {
        // Beyond the last element lies nothing that means anything; sums there stay zero.
        uvec4 place = at * 8 + uvec4(0, 1, 2, 3), count = uvec4(COUNT);
        g.lo = mix(vec4(0), g.lo, lessThan(place, count));
        g.hi = mix(vec4(0), g.hi, lessThan(place + 4, count));
        WEIGHT = pack8f(add(w, g));
        return;
    }
    float r = rate[0] * scale;
    if (RULE == LAMB_APPLY) {
        float ofWeight = sqrt(extra[2 * row]), ofStep = sqrt(extra[2 * row + 1]);
        WEIGHT = pack8f(sub(w, mul(g, ofWeight > 0 && ofStep > 0 ? r * (ofWeight / ofStep) : r)));
        return;
    }
    if (has(CONTROLLED)) g = mul(g, control[0]);
    g = lim(g);
    if (has(CONTROLLED)) g = mul(g, control[1]);
    Eight decayed = w;
    if (RULE != LAMB) {
        if (!has(DECOUPLED)) g = add(g, mul(w, decay));
        if (l1 != 0) g = add(g, mul(sgn(w), l1));
        if (has(DECOUPLED)) w = sub(w, mul(w, r * decay));
    }
    if (RULE == SGD) {
        WEIGHT = pack8f(sub(w, mul(g, r)));
        return;
    }
    Eight m = unpack8(FIRST);
    if (RULE == MOMENTUM) {
        m = add(mul(m, momentum), mul(g, keep != 1 && time[0] <= 1 ? 1.0 : keep));
        FIRST = pack8f(m);
        WEIGHT = pack8f(sub(w, mul(has(NESTEROV) ? add(g, mul(m, momentum)) : m, r)));
        return;
    }
    if (RULE == LARS) {
        // Norms of the weight and of the gradient before its decay.
        float ofWeight = 0, ofGradient = 0;
        if (other > 0) {
            ofWeight = sqrt(extra[2 * row]);
            ofGradient = sqrt(extra[2 * row + 1]) * (has(CONTROLLED) ? abs(control[1]) : 1.0);
        }
        float trust = other > 0 && ofWeight > 0 && ofGradient > 0 ? other * ofWeight / (ofGradient + decay * ofWeight + eps) : 1.0;
        m = add(mul(m, momentum), mul(g, r * trust));
        FIRST = pack8f(m);
        WEIGHT = pack8f(sub(w, m));
        return;
    }
    if (RULE == ADAGRAD) {
        m = add(m, mul(g, g));
        FIRST = pack8f(m);
        WEIGHT = pack8f(sub(w, mul(div(g, plus(root(m), eps)), r / (1 + (time[0] - 1) * other))));
        return;
    }
    Eight v = unpack8(SECOND);
    if (RULE == RMSPROP) {
        // first: mean of squares; second: momentum; third: mean.
        m = add(mul(m, beta2), mul(mul(g, g), rest2));
        FIRST = pack8f(m);
        Eight spread = m;
        if (has(CENTRED)) {
            Eight mean = unpack8(THIRD);
            mean = add(mul(mean, beta2), mul(g, rest2));
            THIRD = pack8f(mean);
            // Rounding may bring a variance of nearly nothing below it.
            spread = sub(m, mul(mean, mean));
            spread = Eight(max(spread.lo, vec4(0)), max(spread.hi, vec4(0)));
        }
        Eight change = div(g, plus(root(spread), eps));
        if (momentum != 0) {
            v = add(mul(v, momentum), change);
            SECOND = pack8f(v);
            change = v;
        }
        WEIGHT = pack8f(sub(w, mul(change, r)));
        return;
    }
    if (RULE == ADADELTA) {
        m = add(mul(m, beta2), mul(mul(g, g), rest2));
        Eight change = mul(div(root(plus(v, eps)), root(plus(m, eps))), g);
        FIRST = pack8f(m);
        SECOND = pack8f(add(mul(v, beta2), mul(mul(change, change), rest2)));
        WEIGHT = pack8f(sub(w, mul(change, r)));
        return;
    }
    float ofMean = oneMinusExp(time[0] * log1), ofSquare = 1.0 / sqrt(oneMinusExp(time[0] * log2));
    m = add(m, mul(sub(g, m), rest1));
    v = add(mul(v, beta2), mul(mul(g, g), rest2));
    FIRST = pack8f(m);
    SECOND = pack8f(v);
    Eight size = plus(mul(root(v), ofSquare), eps);
    if (RULE == ADAM)
        WEIGHT = pack8f(sub(w, div(mul(m, r / ofMean), size)));
    else if (RULE == NADAM)
        WEIGHT = pack8f(sub(w, mul(div(add(mul(g, extra[0]), mul(m, extra[1])), size), r)));
    else
        THIRD = pack8f(add(mul(div(m, size), 1.0 / ofMean), mul(decayed, decay)));
}
