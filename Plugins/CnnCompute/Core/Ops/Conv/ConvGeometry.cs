// How a convolution's window moves over its input.
namespace CnnCompute;

/// <summary>
/// Strides, zero padding on each side, dilations and groups, with PyTorch's meanings:
/// <c>out = (in + before + after - dilation * (kernel - 1) - 1) / stride + 1</c>, rounded down.
/// </summary>
public sealed record ConvGeometry(
    int StrideY = 1, int StrideX = 1, int Top = 0, int Left = 0, int Bottom = 0, int Right = 0, int DilationY = 1, int DilationX = 1, int Groups = 1)
{
    /// <summary>Equal numbers for both axes and all four sides.</summary>
    public static ConvGeometry Square(int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        new(stride, stride, padding, padding, padding, padding, dilation, dilation, groups);

    /// <summary>Rows of the output for <paramref name="height"/> rows of input; less than 1 when the window does not fit.</summary>
    public int OutHeight(int height, int kernel) => (int)Out((long)height + Top + Bottom, kernel, DilationY, StrideY);

    /// <summary>Columns of the output for <paramref name="width"/> columns of input; less than 1 when the window does not fit.</summary>
    public int OutWidth(int width, int kernel) => (int)Out((long)width + Left + Right, kernel, DilationX, StrideX);

    /// <summary>
    /// The padding with which the output has size / stride positions, rounded up; an odd one out goes to the end (ONNX's and TensorFlow's SAME_UPPER,
    /// PyTorch's padding="same").
    /// </summary>
    public ConvGeometry SameUpper(Shape x, int kernelHeight, int kernelWidth) => Same(x, kernelHeight, kernelWidth, upper: true);

    /// <summary>As <see cref="SameUpper"/>, an odd one out goes to the beginning (SAME_LOWER).</summary>
    public ConvGeometry SameLower(Shape x, int kernelHeight, int kernelWidth) => Same(x, kernelHeight, kernelWidth, upper: false);

    /// <summary>No padding (VALID).</summary>
    public ConvGeometry Valid() => this with { Top = 0, Left = 0, Bottom = 0, Right = 0 };

    /// <summary>
    /// The padding with which the transposed convolution of x has the given height and width (ONNX ConvTranspose's output_shape):
    /// total = stride * (in - 1) + output padding + dilation * (kernel - 1) + 1 - out, halved; an odd one out goes to the end where
    /// <paramref name="upper"/>.
    /// </summary>
    /// <exception cref="ShapeException">Such an output is larger than the transposed convolution without padding.</exception>
    public ConvGeometry TransposedTo(Shape x, int kernelHeight, int kernelWidth, int height, int width, (int H, int W) outputPadding = default,
        bool upper = true)
    {
        long rows = Spread(x[2], kernelHeight, StrideY, DilationY) + outputPadding.H - height,
            columns = Spread(x[3], kernelWidth, StrideX, DilationX) + outputPadding.W - width;
        if (rows < 0 || columns < 0 || rows > int.MaxValue || columns > int.MaxValue || height < 1 || width < 1)
        {
            throw new ShapeException($"ConvTranspose2d of {x} with a kernel {kernelHeight}x{kernelWidth}: it cannot have {height}x{width} outputs, "
                + $"at most {rows + height}x{columns + width}");
        }
        return Split((int)rows, (int)columns, upper);
    }

    /// <summary>The convolution's output shape, after checking that input [N,C,H,W] and weight [O,C/groups,kH,kW] fit.</summary>
    /// <exception cref="ShapeException">They do not; the message names <paramref name="op"/>, the shapes and the rule.</exception>
    public Shape OutputShape(Op op, Shape x, Shape weight)
    {
        Shape[] shapes = [x, weight];
        if (x.Rank != 4 || weight.Rank != 4)
            throw ShapeException.For(op, shapes, "needs an input [N,C,H,W] and a weight [O,C/groups,kH,kW]");
        if (FirstFault() is { } fault)
            throw ShapeException.For(op, shapes, fault);
        if (x[1] != (long)weight[1] * Groups)
            throw ShapeException.For(op, shapes, $"the input has {x[1]} channels, the weight takes {weight[1]} in each of {Groups} groups");
        if (weight[0] % Groups != 0)
            throw ShapeException.For(op, shapes, $"{weight[0]} output channels cannot be split into {Groups} groups");
        long paddedHeight = (long)x[2] + Top + Bottom, paddedWidth = (long)x[3] + Left + Right;
        long height = Out(paddedHeight, weight[2], DilationY, StrideY), width = Out(paddedWidth, weight[3], DilationX, StrideX);
        if (height < 1 || width < 1)
        {
            throw ShapeException.For(op, shapes, $"the window of {Window(weight[2], DilationY)}x{Window(weight[3], DilationX)} (with its dilation) "
                + $"is larger than the padded input of {paddedHeight}x{paddedWidth}");
        }
        if (!Fits(x[0], x[1], paddedHeight, paddedWidth) || !Fits(x[0], weight[0], height, width))
        {
            throw ShapeException.For(op, shapes, $"the padded input [{x[0]},{x[1]},{paddedHeight},{paddedWidth}] or the output "
                + $"[{x[0]},{weight[0]},{height},{width}] has more than {Shape.MaxCount} elements");
        }
        return new Shape(x[0], weight[0], (int)height, (int)width);
    }

    /// <summary>The rule that the numbers themselves break, or null.</summary>
    internal string? FirstFault() =>
        StrideY < 1 || StrideX < 1 || DilationY < 1 || DilationX < 1 || Groups < 1
            ? $"strides ({StrideY},{StrideX}), dilations ({DilationY},{DilationX}) and groups ({Groups}) must be at least 1"
            : Top < 0 || Left < 0 || Bottom < 0 || Right < 0
                ? $"paddings ({Top},{Left},{Bottom},{Right}) must not be negative; crop the input instead"
                : null;

    /// <summary>Multiply-accumulates of the convolution and of each of its two gradients.</summary>
    public static long Macs(Shape output, Shape weight) => output.Count * weight.Count / weight[0];

    /// <summary>Whether a tensor of these dimensions may exist.</summary>
    internal static bool Fits(params ReadOnlySpan<long> dimensions)
    {
        long count = 1;
        foreach (var d in dimensions)
        {
            if (d < 1 || d > Shape.MaxCount || (count *= d) > Shape.MaxCount)
                return false;
        }
        return true;
    }

    /// <summary>Positions that <paramref name="size"/> inputs reach in a transposed convolution without padding.</summary>
    internal static long Spread(int size, int kernel, int stride, int dilation) => (size - 1L) * stride + Window(kernel, dilation);

    private static long Window(int kernel, int dilation) => (long)dilation * (kernel - 1) + 1;

    private static long Out(long padded, int kernel, int dilation, int stride) =>
        padded < Window(kernel, dilation) ? 0 : (padded - Window(kernel, dilation)) / stride + 1;

    private ConvGeometry Same(Shape x, int kernelHeight, int kernelWidth, bool upper)
    {
        static int Total(int size, int kernel, int stride, int dilation) =>
            (int)Math.Clamp((((long)size + stride - 1) / stride - 1) * stride + Window(kernel, dilation) - size, 0, int.MaxValue);
        return Split(Total(x[2], kernelHeight, StrideY, DilationY), Total(x[3], kernelWidth, StrideX, DilationX), upper);
    }

    private ConvGeometry Split(int rows, int columns, bool upper)
    {
        int top = upper ? rows / 2 : rows - rows / 2, left = upper ? columns / 2 : columns - columns / 2;
        return this with { Top = top, Bottom = rows - top, Left = left, Right = columns - left };
    }
}
