// Sum over the axes along which a shape was broadcast: the gradient of broadcasting.
namespace CnnCompute;

/// <summary>Sums the input down to <paramref name="Target"/>, which must broadcast to the input's shape.</summary>
public sealed record SumToOp(Shape Target) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        if (Target.Rank > x.Rank)
            throw ShapeException.For(this, inputs, $"cannot be summed to {Target}");
        for (var i = 1; i <= Target.Rank; i++)
        {
            if (Target[-i] != x[-i] && Target[-i] != 1)
                throw ShapeException.For(this, inputs, $"cannot be summed to {Target}: dimension {i} from the end is neither 1 nor equal");
        }
        return Target;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.BroadcastTo(node.Inputs[0].Shape)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        var kept = Target.MemoryOrder().Select(a => a + x.Rank - Target.Rank).Where(a => Target[a - x.Rank + Target.Rank] == x[a]);
        return Reduction.Recipes(x, [.. kept], 1, device);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Sums over the axes along which <paramref name="target"/> broadcasts to this shape; the value itself when they are equal.</summary>
    /// <remarks>What is zero by its nature (<see cref="Op.SumsToZero"/>) is a constant.</remarks>
    public Tensor SumTo(Shape target) => Shape == target ? this
        : Node.Op.SumsToZero(Node, target) ? Graph.Fill(target, 0) : Graph.Append(new SumToOp(target), this);
}
