// Columns back into pictures, overlapping windows added up (col2im).
namespace CnnCompute;

/// <summary>
/// The adjoint of <see cref="UnfoldOp"/>: each pixel of [N,C,Height,Width] is the sum of all elements of [N, C*kH*kW, L] that unfolding would copy
/// from it (torch.nn.functional.fold).
/// </summary>
public sealed record FoldOp(ConvGeometry Geometry, int Height, int Width, int KernelHeight, int KernelWidth) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var columns = inputs[0];
        if (columns.Rank != 3)
            throw ShapeException.For(this, inputs, "needs columns [N, C*kH*kW, L]");
        var taps = (long)KernelHeight * KernelWidth;
        if (KernelHeight < 1 || KernelWidth < 1 || Height < 1 || Width < 1 || columns[1] % taps != 0)
            throw ShapeException.For(this, inputs, $"{columns[1]} rows are no multiple of the {KernelHeight}x{KernelWidth} taps");
        var channels = (int)(columns[1] / taps);
        if (!ConvGeometry.Fits(columns[0], channels, Height, Width))
            throw ShapeException.For(this, inputs, $"the picture [{columns[0]},{channels},{Height},{Width}] has more than {Shape.MaxCount} elements");
        var x = new Shape(columns[0], channels, Height, Width);
        var expected = UnfoldOp.Columns(this, Geometry, x, KernelHeight, KernelWidth);
        return expected == columns ? x : throw ShapeException.For(this, inputs, $"unfolding {x} gives {expected}");
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Unfold(KernelHeight, KernelWidth, Geometry)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device) =>
        UnfoldOp.Launch("Cnn/fold", Geometry, KernelHeight, KernelWidth, node.Shape, node.Shape.Count, node.Shape[1]);
}

public readonly partial record struct Tensor
{
    /// <summary>These columns [N, C*kH*kW, L] added up into [N,C,height,width], as torch.nn.functional.fold.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Fold(int height, int width, int kernelHeight, int kernelWidth, ConvGeometry geometry) =>
        Graph.Append(new FoldOp(geometry, height, width, kernelHeight, kernelWidth), this);

    /// <summary>The same with equal numbers for both axes of the window.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Fold(int height, int width, int kernel, int dilation = 1, int padding = 0, int stride = 1) =>
        Fold(height, width, kernel, kernel, ConvGeometry.Square(stride, padding, dilation));
}
