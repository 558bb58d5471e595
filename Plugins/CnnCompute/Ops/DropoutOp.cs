// Random zeros in training.
namespace CnnCompute;

/// <summary>
/// Each element is 0 with probability <paramref name="P"/>, else divided by 1-P (torch.nn.Dropout). Element i in memory is kept where word i of the
/// op's stream, as a uniform number, is at least P; the backward pass draws the same numbers again. Inputs x and a key (see <see cref="RandomKey"/>).
/// </summary>
public sealed record DropoutOp(float P, int Id) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[1]);
        return P is >= 0 and < 1 ? inputs[0] : throw ShapeException.For(this, inputs, $"probability {P} must be in [0, 1)");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        RandomKey.CheckType(this, inputs[1]);
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new DropoutOp(P, Id), grad, node.Inputs[1]), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = node.Shape.Count;
        PushWord[] push = [(int)count, Id, node.Inputs[1].Shape.Count > 1, P, (float)(1 / (1 - (double)P))];
        yield return new Recipe("plain", [new Step("Cnn/dropout", Threads.Wide(count), push, Operand.In(0), Operand.In(1), Operand.Out())]) { InPlace = 0 };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Dropout with probability <paramref name="p"/>; <paramref name="key"/> is I32: the seed and the step. Each call draws numbers of its own.</summary>
    public Tensor Dropout(float p, Tensor key) => p == 0 ? this : Graph.Append(new DropoutOp(p, Graph.NextRandomId()), this, key);
}
