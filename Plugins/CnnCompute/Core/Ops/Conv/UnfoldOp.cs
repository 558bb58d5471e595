// Windows as columns (im2col).
namespace CnnCompute;

/// <summary>
/// y[n, c*taps + tap, l] = the element of x [N,C,H,W] under tap of the l-th window, 0 outside (torch.nn.functional.unfold): [N, C*kH*kW, L].
/// </summary>
public sealed record UnfoldOp(ConvGeometry Geometry, int KernelHeight, int KernelWidth) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        return x.Rank == 4
            ? Columns(this, Geometry, x, KernelHeight, KernelWidth)
            : throw ShapeException.For(this, inputs, "needs an input [N,C,H,W]");
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var x = node.Inputs[0].Shape;
        return [grad.Fold(x[2], x[3], KernelHeight, KernelWidth, Geometry)];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        return Launch("Cnn/unfold", Geometry, KernelHeight, KernelWidth, x, node.Shape.Count, x[1]);
    }

    /// <summary>The columns' shape for an input x, all checked.</summary>
    internal static Shape Columns(Op op, ConvGeometry geometry, Shape x, int kernelHeight, int kernelWidth)
    {
        if (kernelHeight < 1 || kernelWidth < 1 || geometry.Groups != 1)
        {
            throw ShapeException.For(op, [x],
                $"a kernel of {kernelHeight}x{kernelWidth} in {geometry.Groups} groups; at least 1x1 and one group are needed");
        }
        if (!ConvGeometry.Fits(x[1], kernelHeight, kernelWidth))
            throw ShapeException.For(op, [x], $"a kernel of {kernelHeight}x{kernelWidth} has too many taps");
        var y = geometry.OutputShape(op, x, new Shape(1, x[1], kernelHeight, kernelWidth));
        long rows = (long)x[1] * kernelHeight * kernelWidth, length = (long)y[2] * y[3];
        return ConvGeometry.Fits(x[0], rows, length)
            ? new Shape(x[0], (int)rows, (int)length)
            : throw ShapeException.For(op, [x], $"columns [{x[0]},{rows},{length}] have more than {Shape.MaxCount} elements");
    }

    /// <summary>The recipes of both directions: threads for single channels, or for eight.</summary>
    internal static IEnumerable<Recipe> Launch(string shader, ConvGeometry g, int kernelHeight, int kernelWidth, Shape x, long count, int channels)
    {
        yield return Of("plain", 1);
        if (channels % 8 == 0)
            yield return Of("wide", 8);

        Recipe Of(string name, int unit)
        {
            PushWord[] push =
            [
                (int)(count / unit), x[1] / unit, x[2], x[3], g.OutHeight(x[2], kernelHeight), g.OutWidth(x[3], kernelWidth),
                kernelHeight, kernelWidth, g.StrideY, g.StrideX, g.Top, g.Left, g.DilationY, g.DilationX,
            ];
            return new Recipe(name,
                [new Step(shader, Threads.For(count / unit), push, Operand.In(0), Operand.Out()) { Constants = [(0, unit == 8 ? 1u : 0u)] }]);
        }
    }
}

public readonly partial record struct Tensor
{
    /// <summary>The windows of this [N,C,H,W] as columns [N, C*kH*kW, L], as torch.nn.functional.unfold.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Unfold(int kernelHeight, int kernelWidth, ConvGeometry geometry) =>
        Graph.Append(new UnfoldOp(geometry, kernelHeight, kernelWidth), this);

    /// <summary>The same with equal numbers for both axes.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Unfold(int kernel, int dilation = 1, int padding = 0, int stride = 1) =>
        Unfold(kernel, kernel, ConvGeometry.Square(stride, padding, dilation));
}
