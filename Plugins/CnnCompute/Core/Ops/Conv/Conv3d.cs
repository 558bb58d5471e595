// Three-dimensional convolutions, put together from two-dimensional ones over slices of depth.
namespace CnnCompute;

/// <summary>How a window moves along depth; rows and columns are a <see cref="ConvGeometry"/>'s.</summary>
/// <param name="Stride">Steps from window to window.</param>
/// <param name="Front">Zeros before the first slice.</param>
/// <param name="Back">Zeros behind the last.</param>
/// <param name="Dilation">Steps from tap to tap.</param>
public sealed record DepthGeometry(int Stride = 1, int Front = 0, int Back = 0, int Dilation = 1)
{
    /// <summary>Whether stride and dilation are at least 1 and padding is not negative.</summary>
    internal bool IsValid => Stride > 0 && Dilation > 0 && Front >= 0 && Back >= 0;
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Convolves this [N,C,D,H,W] with <paramref name="weight"/> [O,C/groups,kD,kH,kW], as torch.nn.functional.conv3d without its bias: for every
    /// slice of the kernel one two-dimensional convolution of all the depths it meets, added up.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Conv3d(Tensor weight, ConvGeometry geometry, DepthGeometry depth)
    {
        Shape x = Shape, w = weight.Shape;
        CheckVolumes("Conv3d", x, w, depth);
        long padded = (long)x[2] + depth.Front + depth.Back, window = (long)depth.Dilation * (w[2] - 1) + 1;
        if (padded < window)
            throw new ShapeException($"Conv3d with inputs {x}, {w}: the window's depth of {window} is larger than the padded input's {padded}");
        var depths = (int)((padded - window) / depth.Stride) + 1;
        // Depth leads and comes in rows of one stride, so that the slices which a tap meets lie one under the other: index p * stride + a tap's
        // offset is row p + offset / stride, column offset % stride.
        var rows = (int)((padded + depth.Stride - 1) / depth.Stride);
        int[] before = [0, depth.Front, 0, 0, 0], after = [0, rows * depth.Stride - x[2] - depth.Front, 0, 0, 0];
        var strided = Permute(0, 2, 1, 3, 4).Pad(before, after).Reshape(x[0], rows, depth.Stride, x[1], x[3], x[4]);
        Tensor? sum = null;
        for (var tap = 0; tap < w[2]; tap++)
        {
            var (row, column) = Math.DivRem(tap * depth.Dilation, depth.Stride);
            var slices = strided.Slice(1, row, depths).Slice(2, column, 1).Reshape(x[0] * depths, x[1], x[3], x[4]);
            var part = slices.Conv2d(weight.KernelSlice(tap), geometry);
            sum = sum is { } s ? s + part : part;
        }
        return sum!.Value.Volume(x[0], depths);
    }

    /// <summary>
    /// Transposed convolution of this [N,C,D,H,W] with <paramref name="weight"/> [C,O/groups,kD,kH,kW], as torch.nn.functional.conv_transpose3d
    /// without its bias.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor ConvTranspose3d(Tensor weight, ConvGeometry geometry, DepthGeometry depth, (int D, int H, int W) outputPadding = default)
    {
        Shape x = Shape, w = weight.Shape;
        CheckVolumes("ConvTranspose3d", x, w, depth);
        var depths = ConvGeometry.Spread(x[2], w[2], depth.Stride, depth.Dilation) - depth.Front - depth.Back + outputPadding.D;
        if (depths < 1 || outputPadding.D < 0 || outputPadding.D >= Math.Max(depth.Stride, depth.Dilation))
        {
            throw new ShapeException($"ConvTranspose3d with inputs {x}, {w}: padding ({depth.Front},{depth.Back}) and output padding "
                + $"{outputPadding.D} leave {depths} slices; the latter must be smaller than the stride or the dilation");
        }
        if (!ConvGeometry.Fits(x[0], x[1], depths + depth.Front + depth.Back, x[3], x[4]))
            throw new ShapeException($"ConvTranspose3d with inputs {x}, {w}: {depths} slices have more than {Shape.MaxCount} elements");
        var flat = Permute(0, 2, 1, 3, 4).Reshape(x[0] * x[2], x[1], x[3], x[4]);
        Tensor? sum = null;
        for (var tap = 0; tap < w[2]; tap++)
        {
            var part = flat.ConvTranspose2d(weight.KernelSlice(tap), geometry, (outputPadding.H, outputPadding.W));
            var y = part.Shape;
            // Slices stride apart, zeros between them, moved to where this tap puts them; what falls outside is cropped.
            int first = tap * depth.Dilation - depth.Front, length = x[2] * depth.Stride;
            var spread = part.Reshape(x[0], x[2], 1, y[1], y[2], y[3]).Pad([0, 0, 0, 0, 0, 0], [0, 0, depth.Stride - 1, 0, 0, 0])
                .Reshape(x[0], length, y[1], y[2], y[3]);
            if (first <= -length || first >= depths)
                continue;
            part = spread.Pad([0, first, 0, 0, 0], [0, (int)depths - length - first, 0, 0, 0]);
            sum = sum is { } s ? s + part : part;
        }
        return (sum ?? throw new ShapeException($"ConvTranspose3d with inputs {x}, {w}: its padding leaves nothing that a tap reaches"))
            .Permute(0, 2, 1, 3, 4);
    }

    // [O,I,kD,kH,kW]'s slice of depth as the weight of a two-dimensional convolution.
    private Tensor KernelSlice(int tap)
    {
        var w = Shape;
        return Slice(2, tap, 1).Reshape(w[0], w[1], w[3], w[4]);
    }

    // [N*D,O,H,W] as [N,O,D,H,W].
    private Tensor Volume(int images, int depths)
    {
        var y = Shape;
        return Reshape(images, depths, y[1], y[2], y[3]).Permute(0, 2, 1, 3, 4);
    }

    private static void CheckVolumes(string op, Shape x, Shape w, DepthGeometry depth)
    {
        if (x.Rank != 5 || w.Rank != 5)
            throw new ShapeException($"{op} with inputs {x}, {w}: needs an input [N,C,D,H,W] and a weight of five dimensions");
        if (!depth.IsValid)
        {
            throw new ShapeException($"{op} with inputs {x}, {w}: stride {depth.Stride} and dilation {depth.Dilation} along depth must be at least "
                + $"1, padding ({depth.Front},{depth.Back}) must not be negative");
        }
    }
}
