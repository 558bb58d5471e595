// Repeats a tensor along axes of length one: the gradient of summing.
namespace CnnCompute;

/// <summary>The input repeated to <paramref name="Target"/>, aligned at the last axis (NumPy's rule).</summary>
public sealed record BroadcastToOp(Shape Target) : Op
{
    private const int Axes = 6;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        if (x.Rank > Target.Rank || Target.Rank > Axes)
            throw ShapeException.For(this, inputs, $"cannot be broadcast to {Target} (at most {Axes} dimensions)");
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
        yield return new Recipe("plain", [Launch(node, 1)]);
        // Eight channels a thread where they lie side by side in both.
        var (x, last) = (node.Inputs[0].Shape, Target.Rank == 4 ? 1 : Target.Rank - 1);
        var own = last - Target.Rank + x.Rank;
        if (Target.Rank > 0 && own >= 0 && x[own] == Target[last] && Target[last] % 8 == 0 && x.Strides()[own] == 1)
            yield return new Recipe("wide", [Launch(node, 8)]);
    }

    // A row of the push constants for each of six axes in the target's memory order; `width` elements of the last one go together.
    private Step Launch(Node node, int width)
    {
        var x = node.Inputs[0].Shape;
        var (order, own) = (Target.MemoryOrder(), x.Strides());
        var push = new PushWord[1 + 2 * Axes];
        push[0] = (int)(Target.Count / width);
        for (var i = 0; i < Axes; i++)
        {
            var axis = i - (Axes - Target.Rank) is >= 0 and var k ? order[k] : -1;
            var mine = axis - Target.Rank + x.Rank;
            var repeated = axis < 0 || mine < 0 || x[mine] == 1;
            var last = i == Axes - 1;
            push[1 + i] = axis < 0 ? 1 : last ? Target[axis] / width : Target[axis];
            push[1 + Axes + i] = repeated ? 0 : last ? own[mine] : own[mine] / width;
        }
        return new Step("Cnn/broadcast_to", Threads.For(Target.Count / width), push, Operand.In(0), Operand.Out()) { Constants = [(0, width == 8 ? 1u : 0u)] };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Repeated to <paramref name="target"/>, as torch.broadcast_to; the value itself when the shapes are equal.</summary>
    public Tensor BroadcastTo(Shape target) => Shape == target ? this : Graph.Append(new BroadcastToOp(target), this);
}
