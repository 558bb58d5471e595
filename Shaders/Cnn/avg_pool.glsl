// The divisor of an average-pooling window, as PyTorch: given, the window's taps inside the padded input, or those inside the input alone.
#define POOL_MORE int countIncludePad, endH, endW, divisor;
#include "pool.glsl"

int taps(ivec2 span, int dilation, int size, int end) {
    ivec2 k = inside(span, dilation, size);
    return countIncludePad != 0 ? inside(ivec2(span.x, span.y), dilation, size + end).y : max(k.y - k.x, 0);
}
// One over the divisor; a window without any tap inside has the sum zero.
float share(ivec2 rows, ivec2 columns) {
    int area = divisor > 0 ? divisor : taps(rows, dilationH, inH, endH) * taps(columns, dilationW, inW, endW);
    return 1.0 / float(max(area, 1));
}
