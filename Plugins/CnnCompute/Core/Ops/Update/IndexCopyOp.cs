// Writes some rows of a parameter.
namespace CnnCompute;

/// <summary>
/// Row <c>index[k]</c> of the parameter becomes row k of the values, as torch.Tensor.index_copy_ along axis 0; a negative index writes nothing. No
/// index may occur twice. Inputs I32 indices [K], values [K,...].
/// </summary>
public sealed record IndexCopyOp(Parameter Target) : UpdateOp
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Writes => [Target];

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 1 && Target.Shape.Rank > 1
        && inputs[1] == Target.Shape.With(0, inputs[0][0])
        ? Shape.Scalar
        : throw ShapeException.For(this, inputs, $"needs indices [K] and as many rows of {Target.Name} {Target.Shape}");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "indices");
        return DType.F32;
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var row = (int)(Target.Shape.Count / Target.Shape[0]);
        var unit = row % 8 == 0 ? 8 : 1;
        var count = node.Inputs[1].Shape.Count / unit;
        yield return new Recipe("plain",
            [new Step("Cnn/index_copy", Threads.For(count), [(int)count, row / unit, Target.Shape[0]], Operand.In(0), Operand.In(1), Operand.Param(0))
            {
                Constants = [(0, unit == 8 ? 1u : 0u)],
            }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Appends the update that sets rows <paramref name="index"/> (I32; negative ones are passed over) of <paramref name="target"/> to this value's
    /// rows.
    /// </summary>
    public Tensor IndexCopyTo(Parameter target, Tensor index) => Graph.Append(new IndexCopyOp(target), index, this);
}
