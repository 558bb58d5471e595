// Sums and means over any axes.
namespace CnnCompute;

/// <summary>
/// <paramref name="Factor"/> times the sum over the axes whose bits are set in <paramref name="Axes"/>; they stay as 1 or go.
/// Factor 1 is torch.sum, 1/count torch.mean.
/// </summary>
public sealed record SumOp(uint Axes, bool KeepDim, float Factor = 1) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var (x, axes) = (inputs[0], Axes);
        if (x.Rank < 32 && Axes >> x.Rank != 0)
            throw ShapeException.For(this, inputs, "an axis is out of range");
        return KeepDim
            ? new Shape([.. x.ToArray().Select((d, i) => (axes >> i & 1) != 0 ? 1 : d)])
            : new Shape([.. x.ToArray().Where((_, i) => (axes >> i & 1) == 0)]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var x = node.Inputs[0].Shape;
        return [grad.Reshape(new SumOp(Axes, true).InferShape([x])).Scale(Factor).BroadcastTo(x)];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        var kept = Enumerable.Range(0, x.Rank).Where(i => (Axes >> i & 1) == 0).ToArray();
        // Rows in the order of the output's memory: where axes go, that is not always the input's.
        var order = node.Shape.MemoryOrder().Select(i => KeepDim ? i : kept[i]).Where(i => kept.Contains(i));
        return Reduction.Recipes(x, [.. order], Factor, device);
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
            mask |= 1u << AxisView.Normalize(new SumOp(0, false), Shape, axis);
        return axes.Length == 0 ? (1u << Shape.Rank) - 1 : mask;
    }
}
