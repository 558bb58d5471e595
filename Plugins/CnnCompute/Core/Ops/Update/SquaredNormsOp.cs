// Sums of squares of many tensors.
namespace CnnCompute;

/// <summary>
/// The sum of squares of each of <paramref name="Rows"/>, [rows], in a fixed order. Inputs: control, whose first number multiplies scaled rows before
/// they are limited to ± <paramref name="Clip"/>, then what the rows name. A clipped row with an element that is not finite gives NaN.
/// </summary>
public sealed record SquaredNormsOp(NormRows Rows, double Clip = double.PositiveInfinity) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Rows.Fit(inputs)
        ? new Shape(Rows.Count)
        : throw ShapeException.For(this, inputs, "a row reaches beyond its input");

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [.. Rows.Steps(Operand.In(0), Clip, Operand.Scratch(0), Operand.Out())]) { Scratch = [4L * Rows.Parts] };
    }
}
