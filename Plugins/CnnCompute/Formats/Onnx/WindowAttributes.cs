// Strides, dilations and paddings as convolutions and pools give them.
namespace CnnCompute;

/// <summary>How a two-dimensional window moves, from ONNX's attributes, with auto_pad resolved.</summary>
internal readonly record struct WindowAttributes((int H, int W) Kernel, (int H, int W) Stride, (int H, int W) Dilation, int Top, int Left, int Bottom, int Right)
{
    /// <summary>Reads a node's attributes for an input of rank 4.</summary>
    public static WindowAttributes Of(OnnxNode node, Shape x, int[] kernel)
    {
        if (x.Rank != 4 || kernel.Length != 2)
            throw node.Bad($"input {x}: only two-dimensional windows over [N,C,H,W] are supported");
        var (strides, dilations, pads) = (node.Ints("strides", 2, 1), node.Ints("dilations", 2, 1), node.Ints("pads", 4, 0));
        if (strides.Any(s => s < 1) || dilations.Any(d => d < 1) || kernel.Any(k => k < 1))
            throw node.Bad("kernel, strides and dilations must be at least 1");
        switch (node.String("auto_pad", "NOTSET"))
        {
            case "NOTSET":
                break;
            case "VALID":
                pads = [0, 0, 0, 0];
                break;
            case "SAME_UPPER":
                pads = Same(upper: true);
                break;
            case "SAME_LOWER":
                pads = Same(upper: false);
                break;
            case var other:
                throw node.Bad($"auto_pad {other}");
        }
        return new WindowAttributes((kernel[0], kernel[1]), (strides[0], strides[1]), (dilations[0], dilations[1]), pads[0], pads[1], pads[2], pads[3]);

        // As many outputs as ceil(input / stride); the odd cell goes to the end (upper) or the beginning.
        int[] Same(bool upper)
        {
            var result = new int[4];
            for (var axis = 0; axis < 2; axis++)
            {
                var size = x[2 + axis];
                var total = (int)Math.Max(0, ((size + strides[axis] - 1L) / strides[axis] - 1) * strides[axis] + (kernel[axis] - 1L) * dilations[axis] + 1 - size);
                result[axis] = upper ? total / 2 : total - total / 2;
                result[axis + 2] = total - result[axis];
            }
            return result;
        }
    }

    /// <summary>The window as pooling takes it: the same padding on both sides.</summary>
    public PoolWindow Pool(OnnxNode node) => Top == Bottom && Left == Right
        ? new PoolWindow(Kernel, Stride, (Top, Left), Dilation, node.Int("ceil_mode", 0) != 0)
        : throw node.Bad($"pads {Top},{Left},{Bottom},{Right}: a pool's padding must be the same on both sides");
}
