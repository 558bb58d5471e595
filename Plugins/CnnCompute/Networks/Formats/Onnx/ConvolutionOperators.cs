// ONNX's convolutions.
namespace CnnCompute;

internal static class ConvolutionOperators
{
    [OnnxOperator("Conv")]
    private static OnnxValue Conv(OnnxNode node)
    {
        Tensor x = node.Tensor(0), weight = node.Tensor(1);
        var w = WindowArguments.Of(node, x.Shape, Kernel(node, weight));
        var geometry = w.Geometry(node.Int32("group", 1));
        var y = w.Rank switch
        {
            1 => x.Conv1d(weight, geometry),
            2 => x.Conv2d(weight, geometry),
            _ => x.Conv3d(weight, geometry, w.Depth()),
        };
        return Biased(node, y, weight.Shape[0]);
    }

    [OnnxOperator("ConvTranspose")]
    private static OnnxValue ConvTranspose(OnnxNode node)
    {
        Tensor x = node.Tensor(0), weight = node.Tensor(1);
        var w = WindowArguments.Of(node, x.Shape, Kernel(node, weight));
        var (more, wanted) = (node.Ints("output_padding", w.Rank, 0), node.Ints("output_shape"));
        var auto = node.String("auto_pad", "NOTSET");
        if (wanted is null && auto is "SAME_UPPER" or "SAME_LOWER")
            wanted = [.. Enumerable.Range(0, w.Rank).Select(i => checked(x.Shape[i + 2] * w.Strides[i]))];
        // Sizes of batch and channels may come first.
        if (wanted is not null && wanted.Length == w.Rank + 2)
            wanted = wanted[2..];
        if (wanted is not null && (wanted.Length != w.Rank || wanted.Any(s => s < 1)))
            throw node.Bad($"output_shape [{string.Join(",", wanted)}] for {x.Shape}");
        long[] natural = [.. Enumerable.Range(0, w.Rank).Select(i => (x.Shape[i + 2] - 1L) * w.Strides[i] + w.Extent(i))];
        if (wanted is not null)
            w = w.Halved([.. wanted.Select((size, i) => (int)Math.Clamp(natural[i] + more[i] - size, 0, int.MaxValue))], auto == "SAME_UPPER");
        var sizes = wanted ?? [.. natural.Select((n, i) => checked((int)(n + more[i] - w.Begins[i] - w.Ends[i])))];
        var rest = sizes.Select((size, i) => size - (natural[i] - w.Begins[i] - w.Ends[i])).ToArray();
        var groups = node.Int32("group", 1);
        // What the operator itself does not take (more zeros than a stride) is added behind it.
        var own = rest.Select((r, i) => r >= 0 && r < Math.Max(w.Strides[i], w.Dilations[i])).All(fits => fits);
        var y = own ? Transposed(x, weight, w, groups, [.. rest.Select(r => (int)r)])
            : Transposed(x, weight, w with { Begins = new int[w.Rank], Ends = new int[w.Rank] }, groups, new int[w.Rank])
                .Pad([0, 0, .. w.Begins.Select(b => -b)], [0, 0, .. sizes.Select((size, i) => checked((int)(size - natural[i] + w.Begins[i])))]);
        return Biased(node, y, y.Shape[1]);
    }

    /// <summary>A transposed convolution of one to three dimensions.</summary>
    public static Tensor Transposed(Tensor x, Tensor weight, WindowArguments w, int groups, int[] padding) => w.Rank switch
    {
        1 => x.ConvTranspose1d(weight, w.Geometry(groups), padding[0]),
        2 => x.ConvTranspose2d(weight, w.Geometry(groups), (padding[0], padding[1])),
        _ => x.ConvTranspose3d(weight, w.Geometry(groups), w.Depth(), (padding[0], padding[1], padding[2])),
    };

    private static int[] Kernel(OnnxNode node, Tensor weight) =>
        weight.Shape.Rank >= 3 ? weight.Shape.ToArray()[2..] : throw node.Bad($"weight {weight.Shape} is none of a convolution");

    private static Tensor Biased(OnnxNode node, Tensor y, int channels) =>
        node.Has(2) ? y + node.Tensor(2).Reshape(new Shape([channels, .. Enumerable.Repeat(1, y.Shape.Rank - 2)])) : y;
}
