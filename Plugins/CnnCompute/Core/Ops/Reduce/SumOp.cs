// Sums and means over any axes.
namespace CnnCompute;

/// <summary>
/// <paramref name="Factor"/> times the sum over the axes whose bits are set in <paramref name="Axes"/>; they stay as 1 or go.
/// Factor 1 is torch.sum, 1/count torch.mean.
/// </summary>
public sealed record SumOp(uint Axes, bool KeepDim, float Factor = 1) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Reduction.Shape(this, inputs[0], Axes, KeepDim);

    /// <summary>Integers sum to integers, truth values are counted; a mean is one of floats.</summary>
    public override DType InferType(DType[] inputs) => inputs[0] == DType.F32 ? DType.F32
        : Factor == 1 ? DType.I32 : throw ShapeException.For(this, inputs, "a mean is taken of F32; cast first");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var x = node.Inputs[0].Shape;
        return [grad.Reshape(new SumOp(Axes, true).InferShape([x])).Scale(Factor).BroadcastTo(x)];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var kept = Reduction.Kept(node, Axes, KeepDim);
        return Reduction.Recipes(
            node.Inputs[0].Shape, kept, Factor, device, node.Inputs[0].Type == DType.F32 ? null : ReduceOp.Integers(ReduceKind.Sum));
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Sum over <paramref name="axes"/> (all of them if none is given), as torch.sum.</summary>
    public Tensor Sum(ReadOnlySpan<int> axes = default, bool keepDim = false) => Graph.Append(new SumOp(Mask(axes), keepDim), this);

    /// <summary>Mean over <paramref name="axes"/> (all of them if none is given), as torch.mean.</summary>
    public Tensor Mean(ReadOnlySpan<int> axes = default, bool keepDim = false)
    {
        var (mask, shape) = (Mask(axes), Shape);
        long terms = 1;
        for (var i = 0; i < shape.Rank; i++)
            terms *= (mask >> i & 1) != 0 ? shape[i] : 1;
        return Graph.Append(new SumOp(mask, keepDim, (float)(1.0 / terms)), this);
    }

    private uint Mask(ReadOnlySpan<int> axes)
    {
        uint mask = 0;
        foreach (var axis in axes)
        {
            var bit = 1u << AxisView.Normalize(new SumOp(0, false), Shape, axis);
            mask = (mask & bit) == 0
                ? mask | bit
                : throw new ShapeException($"Reducing {Shape} over axes [{string.Join(",", axes.ToArray())}]: one is named twice");
        }
        return axes.Length == 0 ? (1u << Shape.Rank) - 1 : mask;
    }
}
