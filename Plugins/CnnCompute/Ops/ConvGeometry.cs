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
    public int OutHeight(int height, int kernel) => Out(height + Top + Bottom, kernel, DilationY, StrideY);

    /// <summary>Columns of the output for <paramref name="width"/> columns of input; less than 1 when the window does not fit.</summary>
    public int OutWidth(int width, int kernel) => Out(width + Left + Right, kernel, DilationX, StrideX);

    /// <summary>The convolution's output shape, after checking that input [N,C,H,W] and weight [O,C/groups,kH,kW] fit.</summary>
    /// <exception cref="ShapeException">They do not; the message names <paramref name="op"/>, the shapes and the rule.</exception>
    public Shape OutputShape(Op op, Shape x, Shape weight)
    {
        Shape[] shapes = [x, weight];
        if (x.Rank != 4 || weight.Rank != 4)
            throw ShapeException.For(op, shapes, "needs an input [N,C,H,W] and a weight [O,C/groups,kH,kW]");
        if (StrideY < 1 || StrideX < 1 || DilationY < 1 || DilationX < 1 || Groups < 1)
            throw ShapeException.For(op, shapes,
                $"strides ({StrideY},{StrideX}), dilations ({DilationY},{DilationX}) and groups ({Groups}) must be at least 1");
        if (Top < 0 || Left < 0 || Bottom < 0 || Right < 0)
            throw ShapeException.For(op, shapes, $"paddings ({Top},{Left},{Bottom},{Right}) must not be negative; crop the input instead");
        if (x[1] != weight[1] * Groups)
            throw ShapeException.For(op, shapes, $"the input has {x[1]} channels, the weight takes {weight[1]} in each of {Groups} groups");
        if (weight[0] % Groups != 0)
            throw ShapeException.For(op, shapes, $"{weight[0]} output channels cannot be split into {Groups} groups");
        int height = OutHeight(x[2], weight[2]), width = OutWidth(x[3], weight[3]);
        if (height < 1 || width < 1)
            throw ShapeException.For(op, shapes, "the window with its dilation is larger than the padded input");
        return new Shape(x[0], weight[0], height, width);
    }

    /// <summary>Multiply-accumulates of the convolution and of each of its two gradients.</summary>
    public static long Macs(Shape output, Shape weight) => output.Count * weight.Count / weight[0];

    private static int Out(int padded, int kernel, int dilation, int stride) =>
        padded < dilation * (kernel - 1) + 1 ? 0 : (padded - dilation * (kernel - 1) - 1) / stride + 1;
}
