// The random numbers of fractional pooling.
namespace CnnCompute;

/// <summary>[Images,Channels,2] uniform numbers in [0, 1): word i of the op's stream. Input: a key (see <see cref="RandomKey"/>).</summary>
public sealed record FractionalSamplesOp(int Images, int Channels, int Id) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[0]);
        return new Shape(Images, Channels, 2);
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        RandomKey.CheckType(this, inputs[0]);
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        PushWord[] push = [(int)node.Shape.Count, Id, node.Inputs[0].Shape.Count > 1];
        yield return new Recipe("plain", [new Step("Cnn/fractional_samples", Threads.For(node.Shape.Count), push, Operand.In(0), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Samples for <see cref="FractionalMaxPool2d"/> of this [N,C,H,W], drawn anew for each value of <paramref name="key"/>: I32, the seed and the step.</summary>
    public Tensor FractionalSamples(Tensor key) => Graph.Append(new FractionalSamplesOp(Shape[0], Shape[1], Graph.NextRandomId()), key);
}
