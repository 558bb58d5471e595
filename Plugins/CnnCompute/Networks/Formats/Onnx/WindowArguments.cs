// Strides, dilations and paddings as convolutions and pools give them.
namespace CnnCompute;

/// <summary>How a window of one to three dimensions moves, from ONNX's attributes, with auto_pad resolved.</summary>
internal readonly record struct WindowArguments(int[] Kernel, int[] Strides, int[] Dilations, int[] Begins, int[] Ends)
{
    // Far beyond any network's, and few enough to unroll a window's depth.
    private const int MostDepth = 1024;

    /// <summary>Number of dimensions.</summary>
    public int Rank => Kernel.Length;

    /// <summary>Reads a node's attributes for an input [N,C,...] and a kernel.</summary>
    public static WindowArguments Of(OnnxNode node, Shape x, int[] kernel)
    {
        var rank = kernel.Length;
        if (rank is < 1 or > 3 || x.Rank != rank + 2)
            throw node.Bad($"a window [{string.Join(",", kernel)}] over {x}: windows of one to three dimensions over [N,C,...] are supported");
        if (node.Ints("kernel_shape") is { } stated && !stated.AsSpan().SequenceEqual(kernel))
        {
            throw node.Bad(
                $"kernel_shape [{string.Join(",", stated)}] has {stated.Length} numbers or others than the weight's [{string.Join(",", kernel)}]");
        }
        int[] strides = node.Ints("strides", rank, 1), dilations = node.Ints("dilations", rank, 1), pads = node.Ints("pads", 2 * rank, 0);
        if (strides.Any(s => s < 1) || dilations.Any(d => d < 1) || kernel.Any(k => k < 1) || (rank == 3 && kernel[0] > MostDepth))
        {
            throw node.Bad($"kernel [{string.Join(",", kernel)}], strides [{string.Join(",", strides)}] and dilations "
                + $"[{string.Join(",", dilations)}] must be at least 1");
        }
        var result = new WindowArguments(kernel, strides, dilations, pads[..rank], pads[rank..]);
        return node.String("auto_pad", "NOTSET") switch
        {
            "NOTSET" or "" => result,
            "VALID" => result with { Begins = new int[rank], Ends = new int[rank] },
            "SAME_UPPER" => result.Halved(result.Same(x), upper: true),
            "SAME_LOWER" => result.Halved(result.Same(x), upper: false),
            var other => throw node.Bad($"auto_pad {other}"),
        };
    }

    /// <summary>A pool's window: its kernel is the attribute kernel_shape.</summary>
    public static WindowArguments Pool(OnnxNode node, Shape x) =>
        Of(node, x, node.Ints("kernel_shape") ?? throw node.Bad("kernel_shape is missing"));

    /// <summary>Begins and ends that make up the given totals; an odd cell goes to the end (upper) or the beginning.</summary>
    public WindowArguments Halved(int[] totals, bool upper)
    {
        int[] begins = [.. totals.Select(t => upper ? t / 2 : t - t / 2)];
        return this with { Begins = begins, Ends = [.. totals.Zip(begins, (t, b) => t - b)] };
    }

    /// <summary>Positions that the window covers along an axis.</summary>
    public long Extent(int axis) => (Kernel[axis] - 1L) * Dilations[axis] + 1;

    /// <summary>Rows and columns as convolutions take them; one dimension lies along the columns.</summary>
    public ConvGeometry Geometry(int groups)
    {
        var (x, y) = (Rank - 1, Math.Max(0, Rank - 2));
        return Rank == 1
            ? new ConvGeometry(1, Strides[0], 0, Begins[0], 0, Ends[0], 1, Dilations[0], groups)
            : new ConvGeometry(Strides[y], Strides[x], Begins[y], Begins[x], Ends[y], Ends[x], Dilations[y], Dilations[x], groups);
    }

    /// <summary>The depth of three-dimensional windows.</summary>
    public DepthGeometry Depth() => new(Strides[0], Begins[0], Ends[0], Dilations[0]);

    // As many outputs as ceil(input / stride).
    private int[] Same(Shape x)
    {
        var totals = new int[Rank];
        for (var i = 0; i < totals.Length; i++)
            totals[i] = (int)Math.Clamp(((x[i + 2] + Strides[i] - 1L) / Strides[i] - 1) * Strides[i] + Extent(i) - x[i + 2], 0, int.MaxValue);
        return totals;
    }
}
