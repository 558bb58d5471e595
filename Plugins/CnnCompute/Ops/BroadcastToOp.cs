// Repeats a tensor along axes of length one: the gradient of summing.
namespace CnnCompute;

/// <summary>The input repeated to <paramref name="Target"/>, aligned at the last axis (NumPy's rule).</summary>
public sealed record BroadcastToOp(Shape Target) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        if (x.Rank > Target.Rank)
            throw ShapeException.For(this, inputs, $"cannot be broadcast to {Target}");
        for (var i = 1; i <= x.Rank; i++)
        {
            if (x[-i] != Target[-i] && x[-i] != 1)
                throw ShapeException.For(this, inputs, $"cannot be broadcast to {Target}: dimension {i} from the end is neither 1 nor equal");
        }
        return Target;
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.SumTo(node.Inputs[0].Shape)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var axes = GatherAxes.Walk(this, Target, GatherAxes.Broadcast(node.Inputs[0].Shape, Target));
        yield return Launch("plain", false);
        if (axes.FitsEight(splat: false))
            yield return Launch("wide", true);

        Recipe Launch(string name, bool wide)
        {
            var (threads, push) = axes.Launch(Target, wide);
            return new Recipe(name, [new Step("Cnn/broadcast_to", threads, push, Operand.In(0), Operand.Out()) { Constants = [(0, wide ? 1u : 0u), (1, (uint)axes.Count)] }]);
        }
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Repeated to <paramref name="target"/>, as torch.broadcast_to; the value itself when the shapes are equal.</summary>
    public Tensor BroadcastTo(Shape target) => Shape == target ? this : Graph.Append(new BroadcastToOp(target), this);
}
