// Axes in another order.
namespace CnnCompute;

/// <summary>
/// Output axis i is input axis <c>Axis(i)</c> (torch.permute). The order is packed, four bits an axis, so that equal ops are equal values.
/// </summary>
public sealed record PermuteOp(uint Order) : Op
{
    /// <summary>The op for an order of axes.</summary>
    public static PermuteOp Of(ReadOnlySpan<int> axes)
    {
        uint order = 0;
        for (var i = 0; i < axes.Length; i++)
            order |= (uint)axes[i] << 4 * i;
        return new PermuteOp(order);
    }

    /// <summary>Which input axis becomes output axis <paramref name="i"/>.</summary>
    public int Axis(int i) => (int)(Order >> 4 * i & 15);

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        var axes = Enumerable.Range(0, x.Rank).Select(Axis).ToArray();
        if (axes.Distinct().Count() != x.Rank || axes.Any(a => a >= x.Rank))
            throw ShapeException.For(this, inputs, $"[{string.Join(",", axes)}] is no order of its axes");
        return new Shape([.. axes.Select(a => x[a])]);
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var inverse = new int[node.Shape.Rank];
        for (var i = 0; i < inverse.Length; i++)
            inverse[Axis(i)] = i;
        return [grad.Permute(inverse)];
    }

    /// <summary>A view when walking the output's memory walks the input's.</summary>
    public override int Aliases(Node node)
    {
        var expected = 1;
        foreach (var (extent, stride) in Walk(node).Reverse())
        {
            if (stride != expected)
                return -1;
            expected *= extent;
        }
        return 0;
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var own = node.Inputs[0].Shape.Strides();
        var axes = GatherAxes.Walk(this, node.Shape, [.. Enumerable.Range(0, node.Shape.Rank).Select(i => own[Axis(i)])]);
        return axes.Copies("Cnn/permute", node.Shape, cut: node.Shape.Count);
    }

    // The output's axes longer than 1 in its memory order: extent, and how far apart in the input's memory neighbours lie.
    private (int Extent, int Stride)[] Walk(Node node)
    {
        var strides = node.Inputs[0].Shape.Strides();
        return [.. node.Shape.MemoryOrder().Where(i => node.Shape[i] > 1).Select(i => (node.Shape[i], strides[Axis(i)]))];
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Axes in another order, as torch.permute; negative ones count from the end.</summary>
    /// <exception cref="ShapeException">Not every axis is named once.</exception>
    public Tensor Permute(params ReadOnlySpan<int> axes)
    {
        if (axes.Length != Shape.Rank)
            throw new ShapeException($"Permute of {Shape}: {axes.Length} axes given");
        var (from, shape) = (axes.ToArray(), Shape);
        return Graph.Append(PermuteOp.Of([.. from.Select(a => AxisView.Normalize(PermuteOp.Of(from), shape, a))]), this);
    }

    /// <summary>Two axes exchanged, as torch.transpose.</summary>
    public Tensor Transpose(int a, int b)
    {
        var rank = Shape.Rank;
        var axes = Enumerable.Range(0, rank).ToArray();
        var (i, j) = (AxisView.Normalize(new PermuteOp(0), Shape, a), AxisView.Normalize(new PermuteOp(0), Shape, b));
        (axes[i], axes[j]) = (axes[j], axes[i]);
        return Permute(axes);
    }
}
