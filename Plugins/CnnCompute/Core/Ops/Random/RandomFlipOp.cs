// Random horizontal mirroring of training pictures.
namespace CnnCompute;

/// <summary>
/// Each sample of [N,C,H,W] is mirrored left to right with probability <paramref name="P"/>. Inputs x, I32 sample indices [N], key (seed, epoch): the
/// choice depends on (seed, epoch, sample index) alone, whatever the batch.
/// </summary>
public sealed record RandomFlipOp(float P, int Id) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[2]);
        return inputs[0].Rank == 4 && inputs[1] == new Shape(inputs[0][0])
            ? inputs[0]
            : throw ShapeException.For(this, inputs, "the input must be [N,C,H,W] and the sample indices [N]");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        RandomKey.CheckType(this, inputs, 2);
        return DType.F32;
    }

    /// <summary>A mirror is its own transpose.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new RandomFlipOp(P, Id), grad, node.Inputs[1], node.Inputs[2]), null, null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Shape;
        PushWord[] push = [(int)x.Count, x[1], x[2], x[3], Id, node.Inputs[2].Shape.Count > 1, P];
        yield return new Recipe("plain",
            [new Step("Cnn/random_flip", Threads.For(x.Count), push, Operand.In(0), Operand.In(1), Operand.In(2), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Mirrors each sample with probability <paramref name="p"/>; <paramref name="samples"/> are I32 indices [N], <paramref name="key"/> is (seed,
    /// epoch).
    /// </summary>
    public Tensor RandomFlip(Tensor samples, Tensor key, float p = 0.5f) =>
        Graph.Append(new RandomFlipOp(p, Graph.NextRandomId()), this, samples, key);
}
