// Pictures of a batch mixed with their neighbours in it.
namespace CnnCompute;

/// <summary>
/// Row n of [N,C,H,W] mixed with row n - 1 (the first with the last) as eight numbers of <see cref="RandomMixOp"/> say: share * x[n] +
/// (1 - share) * x[n - 1], or x[n] with a rectangle of x[n - 1]. Rows whose label, or whose neighbour's, is -1 stay. Inputs x, I32 labels [N], the
/// numbers. <paramref name="Back"/> is the transpose: the gradient.
/// </summary>
public sealed record MixOp(bool Back = false) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 4 && inputs[1] == new Shape(inputs[0][0]) && inputs[2] == new Shape(8)
        ? inputs[0]
        : throw ShapeException.For(this, inputs, "the input must be [N,C,H,W], the labels [N], and what was drawn eight numbers");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 1, DType.I32, "the labels");
        return DType.F32;
    }

    /// <summary>Linear in x; what was drawn has no slope.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new MixOp(!Back), grad, node.Inputs[1], node.Inputs[2]), null, null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Shape;
        PushWord[] push = [(int)x.Count, x[0], (int)(x.Count / x[0]), x[3], x[1]];
        yield return new Recipe("plain",
            [new Step("Cnn/mix", Threads.For(x.Count), push, Operand.In(0), Operand.In(1), Operand.In(2), Operand.Out())
            {
                Constants = [(0, Back ? 1u : 0u)],
            }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Pictures [N,C,H,W] mixed with their neighbours in the batch as <paramref name="drawn"/> (see <see cref="RandomMixOp"/>) says; rows whose I32
    /// <paramref name="labels"/> are -1 take no part.
    /// </summary>
    public Tensor Mix(Tensor labels, Tensor drawn) => Graph.Append(new MixOp(), this, labels, drawn);
}
