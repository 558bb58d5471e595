// Sum over the axes along which a shape was broadcast: the gradient of broadcasting.
namespace CnnCompute;

/// <summary>Sums the input down to <paramref name="Target"/>, which must broadcast to the input's shape.</summary>
public sealed record SumToOp(Shape Target) : Op
{
    private const int Axes = 6;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        if (Target.Rank > x.Rank || x.Rank > Axes)
            throw ShapeException.For(this, inputs, $"cannot be summed to {Target}");
        for (var i = 1; i <= Target.Rank; i++)
        {
            if (Target[-i] != x[-i] && Target[-i] != 1)
                throw ShapeException.For(this, inputs, $"cannot be summed to {Target}: dimension {i} from the end is neither 1 nor equal");
        }
        return Target;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad + grad.Graph.Fill(node.Inputs[0].Shape, 0)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        var strides = x.Strides();
        // Six kept axes in the output's memory order, then six summed ones, each as (extent, stride in x).
        var kept = node.Shape.MemoryOrder().Select(a => a + x.Rank - Target.Rank).Where(a => Target[a - x.Rank] == x[a]).ToArray();
        var summed = Enumerable.Range(0, x.Rank).Except(kept).Where(a => x[a] > 1).OrderByDescending(a => strides[a]).ToArray();
        var push = new List<PushWord> { (int)Target.Count, (int)(x.Count / Target.Count) };
        foreach (var axes in new[] { kept, summed })
        {
            var padding = Axes - axes.Length;
            push.AddRange(Enumerable.Repeat<PushWord>(1, padding).Concat(axes.Select(a => (PushWord)x[a])));
            push.AddRange(Enumerable.Repeat<PushWord>(0, padding).Concat(axes.Select(a => (PushWord)strides[a])));
        }
        yield return new Recipe("plain", [new Step("Cnn/sum_to", ((int)Target.Count, 1, 1), [.. push], Operand.In(0), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Sums over the axes along which <paramref name="target"/> broadcasts to this shape; the value itself when they are equal.</summary>
    public Tensor SumTo(Shape target) => Shape == target ? this : Graph.Append(new SumToOp(target), this);
}
