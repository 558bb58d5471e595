// The index of the largest or smallest element along an axis.
namespace CnnCompute;

/// <summary>
/// I32 index of the maximum (or minimum) along <paramref name="Axis"/>, which stays as 1; the first of equal ones, or the last. Not-a-number counts
/// as larger than all.
/// </summary>
public sealed record ArgMaxOp(int Axis, bool Smallest = false, bool Last = false) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        Axis >= 0 && Axis < inputs[0].Rank ? inputs[0].With(Axis, 1) : throw ShapeException.For(this, inputs, $"axis {Axis} is out of range");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => DType.I32;

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [SoftmaxOp.Launch("Cnn/arg_max", node.Inputs[0].Shape, Axis, loops: 1, Operand.In(0), Operand.Out()) with
        {
            Constants = [(0, node.Inputs[0].Type == DType.F32 ? 0u : 1u), (1, Smallest ? 1u : 0u), (2, Last ? 1u : 0u)],
        }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Index of the maximum along <paramref name="axis"/>, as torch.argmax, in I32: the first of equal ones, or the last.</summary>
    public Tensor ArgMax(int axis = -1, bool keepDim = false, bool last = false) => Extremum(axis, keepDim, false, last);

    /// <summary>Index of the minimum along <paramref name="axis"/>, as torch.argmin, in I32: the first of equal ones, or the last.</summary>
    public Tensor ArgMin(int axis = -1, bool keepDim = false, bool last = false) => Extremum(axis, keepDim, true, last);

    private Tensor Extremum(int axis, bool keepDim, bool smallest, bool last)
    {
        var i = AxisView.Normalize(new ArgMaxOp(axis), Shape, axis);
        var y = Graph.Append(new ArgMaxOp(i, smallest, last), this);
        return keepDim ? y : y.Squeeze(i);
    }
}
