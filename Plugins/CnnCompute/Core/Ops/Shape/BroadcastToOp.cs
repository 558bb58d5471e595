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
            throw ShapeException.For(this, inputs, $"cannot be broadcast to {Target}, which has fewer dimensions");
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
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device) =>
        GatherAxes.Walk(this, Target, GatherAxes.Broadcast(node.Inputs[0].Shape, Target))
            .Copies("Cnn/broadcast_to", Target, cut: node.Inputs[0].Shape.Count);
}

public readonly partial record struct Tensor
{
    /// <summary>Repeated to <paramref name="target"/>, as torch.broadcast_to; the value itself when the shapes are equal.</summary>
    public Tensor BroadcastTo(Shape target) => Shape == target ? this : Graph.Append(new BroadcastToOp(target), this);

    /// <summary>
    /// As ONNX's Expand: repeated along axes of length 1; a 1 (or -1, as torch.Tensor.expand) among <paramref name="dimensions"/> keeps this tensor's
    /// length.
    /// </summary>
    /// <exception cref="ShapeException">A dimension is neither 1 nor equal.</exception>
    public Tensor Expand(params ReadOnlySpan<int> dimensions)
    {
        var target = new int[Math.Max(dimensions.Length, Shape.Rank)];
        for (var i = 1; i <= target.Length; i++)
        {
            var (own, wanted) = (i <= Shape.Rank ? Shape[-i] : 1, i <= dimensions.Length ? dimensions[^i] : 1);
            target[^i] = wanted is 1 or -1 ? own : wanted;
        }
        return BroadcastTo(new Shape(target));
    }
}
