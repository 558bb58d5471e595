#version 460
// dx[p] = sum over the windows o that hold p of dy[o] / divisor(o). Traffic: reads dy about once, writes dx.
#extension GL_GOOGLE_include_directive : require
#include "avg_pool.glsl"
BLOCKS_IN(0, dy) BLOCKS_OUT(1, dx)

bool taken(int p, int first, int dilation) { return dilation == 1 || (p - first) % dilation == 0; }

void main() {
    int i = int(ELEMENT);
    if (i >= count) return;
    ivec4 p = place(i, inH, inW);
    ivec2 rows = rowWindows(p.y), columns = columnWindows(p.z);
    Eight sum = splat(0);
    for (int oh = rows.x; oh <= rows.y; oh++) {
        ivec2 high = rowSpan(oh);
        for (int ow = columns.x; ow <= columns.y; ow++) {
            ivec2 across = columnSpan(ow);
            if (taken(p.y, high.x, dilationH) && taken(p.z, across.x, dilationW))
                sum = add(sum, mul(load_dy(at(ivec4(p.x, oh, ow, p.w), outH, outW)), share(high, across)));
        }
    }
    store_dx(i, sum);
}
