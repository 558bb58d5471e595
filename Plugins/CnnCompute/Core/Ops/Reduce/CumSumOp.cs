// Running sums along an axis.
namespace CnnCompute;

/// <summary>
/// Element k is the sum of elements 0 to k of axis <paramref name="Axis"/> (torch.cumsum), without the k-th itself if <paramref name="Exclusive"/>,
/// from the other end if <paramref name="Reverse"/> (ONNX's CumSum). F32 or I32.
/// </summary>
public sealed record CumSumOp(int Axis, bool Exclusive, bool Reverse) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        Axis >= 0 && Axis < inputs[0].Rank ? inputs[0] : throw ShapeException.For(this, inputs, $"axis {Axis} is out of range");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) =>
        inputs[0] != DType.Bool ? inputs[0] : throw ShapeException.For(this, inputs, "truth values have no sum; cast first");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.CumSum(Axis, Exclusive, !Reverse)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var view = AxisView.Of(node.Shape, Axis);
        var lines = (int)(node.Shape.Count / view.Length);
        yield return new Recipe("plain", [.. Range1.Rounds(view.Length, 1).Select(r =>
            new Step("Cnn/cum_sum", Threads.For(lines), [lines, view.Length, view.Inner, r.First, r.End], Operand.In(0), Operand.Out())
            {
                Constants = [(0, node.Type == DType.F32 ? 0u : 1u), (1, Exclusive ? 1u : 0u), (2, Reverse ? 1u : 0u)],
            })]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Running sums along <paramref name="axis"/>, as torch.cumsum and ONNX's CumSum.</summary>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Tensor CumSum(int axis, bool exclusive = false, bool reverse = false) =>
        Graph.Append(new CumSumOp(AxisView.Normalize(new CumSumOp(axis, exclusive, reverse), Shape, axis), exclusive, reverse), this);
}
