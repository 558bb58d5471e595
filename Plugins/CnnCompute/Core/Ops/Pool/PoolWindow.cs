// The sliding window of pooling: PyTorch's arguments and output sizes, ONNX's where they differ.
namespace CnnCompute;

/// <summary>
/// Kernel, stride, padding (above and to the left) and dilation, each as (height, width), and whether the output size is rounded up. Also the bins
/// of adaptive pooling (see <see cref="Adaptive"/>).
/// </summary>
public readonly record struct PoolWindow((int H, int W) Kernel, (int H, int W) Stride, (int H, int W) Padding, (int H, int W) Dilation, bool CeilMode)
{
    /// <summary>The most taps that one kernel walks for a window, and the most windows that may hold an element.</summary>
    internal const int MostTaps = 4096;

    /// <summary>Padding below and to the right; the same as <see cref="Padding"/> unless given.</summary>
    public (int H, int W) End { get; init; } = Padding;

    /// <summary>
    /// Whether padding may reach up to the (dilated) kernel's size less one, as in ONNX; otherwise half the kernel is the most, as in PyTorch.
    /// </summary>
    public bool AnyPadding { get; init; }

    /// <summary>
    /// With <see cref="CeilMode"/>: whether a last window that starts beyond the input and the padding before it counts all the same, as ONNX
    /// computed sizes before version 1.16. PyTorch, and ONNX since, leave it out.
    /// </summary>
    public bool CeilBeyond { get; init; }

    /// <summary>Output size of adaptive pooling; (0, 0) for a sliding window.</summary>
    public (int H, int W) Bins { get; init; }

    /// <summary>A square window; stride 0 means the kernel's size, as in PyTorch.</summary>
    public static PoolWindow Square(int kernel, int stride, int padding, int dilation, bool ceilMode)
    {
        var s = stride == 0 ? kernel : stride;
        return new PoolWindow((kernel, kernel), (s, s), (padding, padding), (dilation, dilation), ceilMode);
    }

    /// <summary>
    /// PyTorch's adaptive pooling to <paramref name="height"/> by <paramref name="width"/>: bin i of n runs from floor(i*size/n) to
    /// ceil((i+1)*size/n).
    /// </summary>
    public static PoolWindow Adaptive(int height, int width) => new((1, 1), (1, 1), (0, 0), (1, 1), false) { Bins = (height, width) };

    /// <summary>A window as ONNX describes it: padding on each of the four sides, up to the dilated kernel's size less one.</summary>
    public static PoolWindow Onnx(
        (int H, int W) kernel, (int H, int W) stride, (int H, int W) dilation, (int Top, int Left, int Bottom, int Right) pads, bool ceilMode = false,
        bool ceilBeyond = false) =>
        new(kernel, stride, (pads.Top, pads.Left), dilation, ceilMode)
        {
            End = (pads.Bottom, pads.Right),
            AnyPadding = true,
            CeilBeyond = ceilBeyond,
        };

    /// <summary>
    /// Padding for ceil(size / stride) outputs; where it is odd, the further cell goes to the end (<paramref name="upper"/>: SAME_UPPER) or to the
    /// beginning (SAME_LOWER). VALID is no padding.
    /// </summary>
    public static PoolWindow Same(Shape x, (int H, int W) kernel, (int H, int W) stride, (int H, int W) dilation, bool upper = true)
    {
        if (x.Rank != 4 || kernel.H < 1 || kernel.W < 1 || stride.H < 1 || stride.W < 1 || dilation.H < 1 || dilation.W < 1)
            throw new ShapeException($"A SAME window over {x}: the input must be [N,C,H,W], kernel, stride and dilation at least 1");
        var (top, bottom) = Sides(x[2], kernel.H, stride.H, dilation.H, upper);
        var (left, right) = Sides(x[3], kernel.W, stride.W, dilation.W, upper);
        return Onnx(kernel, stride, dilation, (top, left, bottom, right));
    }

    /// <summary>Shape of the pooled [N,C,H,W].</summary>
    /// <exception cref="ShapeException">Not rank 4, an argument out of range, or no window fits.</exception>
    public Shape Output(Op op, Shape x)
    {
        if (x.Rank != 4)
            throw ShapeException.For(op, [x], "the input must be [N,C,H,W]");
        if (Bins != (0, 0))
        {
            if (Bins.H < 1 || Bins.W < 1)
                throw ShapeException.For(op, [x], $"the output size {Bins.H}x{Bins.W} must be at least 1x1");
            // One loop over rows with one over columns in it: together less than twice these.
            return Math.Max(Most(x[2], Bins.H) * Most(x[3], Bins.W), Most(Bins.H, x[2]) * Most(Bins.W, x[3])) < Threads.MostRounds
                ? new Shape(x[0], x[1], Bins.H, Bins.W)
                : throw ShapeException.For(op, [x],
                    $"{Bins.H}x{Bins.W} bins of {x[2]}x{x[3]}: a bin's elements, and an element's bins, must be less than {Threads.MostRounds}");
        }
        if (Kernel.H < 1 || Kernel.W < 1 || Stride.H < 1 || Stride.W < 1 || Dilation.H < 1 || Dilation.W < 1)
            throw ShapeException.For(op, [x], "kernel, stride and dilation must be at least 1");
        if (Math.Max(Math.Max(Kernel.H, Kernel.W), Math.Max(Stride.H, Stride.W)) > Threads.MostRounds
            || Math.Max(Reach(Kernel.H, Dilation.H), Reach(Kernel.W, Dilation.W)) > 1 << 22)
        {
            throw ShapeException.For(op, [x], $"kernel {Kernel} and stride {Stride} go up to {Threads.MostRounds}, dilated kernels up to {1 << 22}");
        }
        if (!Fits(Padding) || !Fits(End))
        {
            throw ShapeException.For(op, [x], AnyPadding
                ? $"padding {Padding} and {End} must not be negative and be less than the dilated kernel "
                    + $"{(Reach(Kernel.H, Dilation.H), Reach(Kernel.W, Dilation.W))}"
                : $"padding {Padding} must be at most half of kernel {Kernel}");
        }
        long h = Extent(x[2], Kernel.H, Stride.H, Padding.H, End.H, Dilation.H), w = Extent(x[3], Kernel.W, Stride.W, Padding.W, End.W, Dilation.W);
        if (h < 1 || w < 1)
        {
            throw ShapeException.For(op, [x], $"no window of {Kernel}, dilated to {(Reach(Kernel.H, Dilation.H), Reach(Kernel.W, Dilation.W))}, "
                + $"fits the padded input {(x[2] + (long)Padding.H + End.H, x[3] + (long)Padding.W + End.W)}");
        }
        if (Math.Max(Math.Min(h, Overlap(Kernel.H, Stride.H, Dilation.H)), Math.Min(w, Overlap(Kernel.W, Stride.W, Dilation.W))) > Threads.MostRounds)
        {
            throw ShapeException.For(op, [x], $"an element may lie in {Threads.MostRounds} windows along an axis at most; "
                + $"kernel {Kernel}, stride {Stride} and dilation {Dilation} make more");
        }
        return new Shape(x[0], x[1], (int)h, (int)w);
    }

    /// <summary>Whether some window may reach over the edge of the input.</summary>
    internal bool PartlyOutside => Padding != (0, 0) || End != (0, 0) || CeilMode;

    /// <summary>Whether the windows lie side by side, each in its own part of the input.</summary>
    internal bool Tiles => Bins == (0, 0) && Stride == Kernel && Dilation == (1, 1) && !PartlyOutside;

    /// <summary>Whether kernels may unroll the taps.</summary>
    internal bool IsSmall => Bins == (0, 0) && Kernel.H * (long)Kernel.W <= 64;

    /// <summary>The most taps a window over <paramref name="x"/> has.</summary>
    internal long Taps(Shape x) => Bins == (0, 0) ? (long)Kernel.H * Kernel.W : (x[2] / Bins.H + 2L) * (x[3] / Bins.W + 2L);

    /// <summary>The most windows an element of the input lies in.</summary>
    internal long Windows(Shape x) => Bins == (0, 0)
        ? (Reach(Kernel.H, Dilation.H) / Stride.H + 1) * (Reach(Kernel.W, Dilation.W) / Stride.W + 1)
        : (Bins.H / x[2] + 2L) * (Bins.W / x[3] + 2L);

    /// <summary>Whether a single bin over all of <paramref name="x"/> is longer than one loop may be.</summary>
    internal static bool LongSides(Shape x) => x.Rank == 4 && Math.Max(Most(x[2], 1), Most(x[3], 1)) >= Threads.MostRounds;

    /// <summary>
    /// This window along height alone, then along width alone; null where one kernel does both. Maxima, sums, means and norms come out the same, and
    /// long windows cost their sides' sum instead of their area.
    /// </summary>
    internal (PoolWindow Rows, PoolWindow Columns)? Split(Shape x)
    {
        if (x.Rank != 4 || Math.Max(Taps(x), Windows(x)) <= MostTaps)
            return null;
        if (Bins != (0, 0))
            return Bins.H == x[2] || Bins.W == x[3] ? null : (Adaptive(Bins.H, x[3]), Adaptive(Bins.H, Bins.W));
        if (Kernel.H == 1 || Kernel.W == 1)
            return null;
        return (this with { Kernel = (Kernel.H, 1), Stride = (Stride.H, 1), Padding = (Padding.H, 0), End = (End.H, 0), Dilation = (Dilation.H, 1) },
            this with { Kernel = (1, Kernel.W), Stride = (1, Stride.W), Padding = (0, Padding.W), End = (0, End.W), Dilation = (1, Dilation.W) });
    }

    /// <summary>
    /// Push constants of the pooling kernels: work items, channel blocks, then input, output, kernel, stride, padding, dilation as (h, w).
    /// </summary>
    internal PushWord[] Push(long count, int blocks, Shape x, Shape y) =>
    [
        (int)count, blocks, x[2], x[3], y[2], y[3], Kernel.H, Kernel.W, Stride.H, Stride.W, Padding.H, Padding.W, Dilation.H, Dilation.W,
    ];

    /// <summary>How a launch of <paramref name="work"/> threads over <paramref name="images"/> pictures may be cut: between pictures.</summary>
    internal static Cut Images(int images, long work) => new(images, (int)(work / images), (int)(work / images));

    /// <summary>The kernels' constant that tells bins from windows.</summary>
    internal (int Id, uint Value) Kind => (4, Bins == (0, 0) ? 0u : 1u);

    private static (int Before, int After) Sides(int size, int kernel, int stride, int dilation, bool upper)
    {
        var total = (int)Math.Max(0, ((size + stride - 1L) / stride - 1) * stride + Reach(kernel, dilation) - size);
        return upper ? (total / 2, total - total / 2) : (total - total / 2, total / 2);
    }

    private static long Reach(int kernel, int dilation) => (kernel - 1L) * dilation + 1;

    // Between the first window that may reach an element and the last.
    private static long Overlap(int kernel, int stride, int dilation) => (Reach(kernel, dilation) - 1) / stride + 1;

    // Elements of the longest of so many bins of an axis.
    private static long Most(int size, int bins) => size == bins ? 1 : size / bins + 2L;

    private bool Fits((int H, int W) padding) => padding.H >= 0 && padding.W >= 0 && (AnyPadding
        ? padding.H < Reach(Kernel.H, Dilation.H) && padding.W < Reach(Kernel.W, Dilation.W)
        : padding.H <= Kernel.H / 2 && padding.W <= Kernel.W / 2);

    // With CeilMode the last window must still start inside the input or its left padding (PyTorch's rule).
    private long Extent(int size, int kernel, int stride, int before, int after, int dilation)
    {
        var room = (long)size + before + after - Reach(kernel, dilation);
        if (room < 0 && (!CeilMode || room + stride - 1 < 0))
            return 0;
        var n = (CeilMode ? room + stride - 1 : room) / stride + 1;
        return CeilMode && !CeilBeyond && (n - 1) * stride >= (long)size + before ? n - 1 : n;
    }
}
