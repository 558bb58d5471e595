// Sets a parameter to a value of the run.
namespace CnnCompute;

/// <summary>The parameter becomes the input, after all readers of its old value.</summary>
public sealed record AssignOp(Parameter Target) : UpdateOp
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Writes => [Target];

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0] == Target.Shape
        ? Shape.Scalar
        : throw ShapeException.For(this, inputs, $"the value must have the shape {Target.Shape} of {Target.Name}");

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = Target.Shape.Count;
        yield return new Recipe("plain",
            [new Step("Cnn/assign", Threads.Wide(count), [(int)count], Operand.In(0), Operand.Param(0)) { Cut = Cut.Eights(count) }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Appends the update that sets <paramref name="target"/> to this value.</summary>
    public Tensor AssignTo(Parameter target) => Graph.Append(new AssignOp(target), this);
}
