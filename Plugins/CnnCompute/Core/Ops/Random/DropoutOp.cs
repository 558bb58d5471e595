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
        RandomKey.CheckType(this, inputs, 1);
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new DropoutOp(P, Id), grad, node.Inputs[1]), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Launch(node, Id, P, (float)(1 / (1 - (double)P)), 0, 0)]) { InPlace = 0 };
    }

    /// <summary>The step: x * factor + shift where an element is kept, else <paramref name="dropped"/>.</summary>
    internal static Step Launch(Node node, int id, float p, float factor, float shift, float dropped)
    {
        var count = node.Shape.Count;
        PushWord[] push = [(int)count, id, node.Inputs[1].Shape.Count > 1, 0, p, factor, shift, dropped];
        return new Step("Cnn/dropout", Threads.Wide(count), push, Operand.In(0), Operand.In(1), Operand.Out())
        {
            Cut = Cut.Eights(count) with { Whole = 0b10, First = 3 },
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Dropout with probability <paramref name="p"/>; <paramref name="key"/> is I32: the seed and the step. Each call draws numbers of its own.
    /// </summary>
    public Tensor Dropout(float p, Tensor key) => p == 0 ? this : Graph.Append(new DropoutOp(p, Graph.NextRandomId()), this, key);

    /// <summary>
    /// As torch.nn.functional.dropout2d: whole channels of each sample of [N,C,...] become zero with probability <paramref name="p"/>.
    /// </summary>
    public Tensor Dropout2d(float p, Tensor key)
    {
        if (Shape.Rank < 2)
            throw new ShapeException($"Dropout2d of {Shape}: the input must be [N,C,...]");
        var (n, channels) = (Shape[0], Shape[1]);
        return p == 0 ? this : this * Graph.Fill(new Shape([n, channels, .. Shape.ToArray()[2..].Select(_ => 1)]), 1).Dropout(p, key);
    }

    /// <summary>
    /// As torchvision.ops.stochastic_depth (Huang et al., 2016): each sample, or with <paramref name="batch"/> all of them at once, becomes zero with
    /// probability <paramref name="p"/>, else it is divided by 1-p.
    /// </summary>
    public Tensor StochasticDepth(float p, Tensor key, bool batch = false)
    {
        if (Shape.Rank < 1)
            throw new ShapeException($"StochasticDepth of {Shape}: the input must have samples");
        return p == 0 ? this : this * Graph.Fill(new Shape([batch ? 1 : Shape[0], .. Shape.ToArray()[1..].Select(_ => 1)]), 1).Dropout(p, key);
    }
}
