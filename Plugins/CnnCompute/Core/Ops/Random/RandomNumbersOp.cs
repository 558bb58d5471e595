// What ops that draw tensors of random numbers share.
namespace CnnCompute;

/// <summary>
/// A tensor of shape <paramref name="Dimensions"/> of numbers drawn from the stream of op <paramref name="Id"/>. Input: a key (see
/// <see cref="RandomKey"/>).
/// </summary>
public abstract record RandomNumbersOp(Shape Dimensions, int Id) : Op
{
    /// <summary>The shader, path under Shaders/, which draws eight numbers a thread.</summary>
    protected abstract string Shader { get; }

    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[0]);
        return Dimensions;
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        RandomKey.CheckType(this, inputs, 0);
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = node.Shape.Count;
        yield return new Recipe("plain",
        [
            new Step(Shader, Threads.Wide(count), [(int)count, Id, node.Inputs[0].Shape.Count > 1, 0], Operand.In(0), Operand.Out())
            {
                Cut = Cut.Eights(count) with { Whole = 0b1, First = 3 },
            },
        ]);
    }
}
