// The largest or smallest elements along an axis, in order.
namespace CnnCompute;

/// <summary>
/// I32 indices of the <paramref name="K"/> largest (or smallest) elements along <paramref name="Axis"/>, the foremost first; of equal ones the lower
/// index comes first, not-a-number counts as larger than all. An element's place is how many come before it: every thread counts them for one
/// element.
/// </summary>
public sealed record TopKOp(int Axis, int K, bool Largest) : Op
{
    // Four comparisons a round; Mesa's software Vulkan ends loops after 65,535 rounds.
    private const int MostTerms = 4 * Threads.MostRounds;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Axis < 0 || Axis >= inputs[0].Rank || K < 1 || K > inputs[0][Axis]
        ? throw ShapeException.For(this, inputs, $"axis {Axis} has no {K} elements")
        : inputs[0][Axis] <= MostTerms ? inputs[0].With(Axis, K)
        : throw ShapeException.For(this, inputs, $"at most {MostTerms} elements along an axis can be ordered");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => DType.I32;

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        var view = AxisView.Of(x, Axis);
        yield return new Recipe("plain",
            [new Step("Cnn/top_k", Threads.For(x.Count), [(int)x.Count, view.Length, view.Inner, K], Operand.In(0), Operand.Out())
            {
                Constants = [(0, node.Inputs[0].Type == DType.F32 ? 0u : 1u), (1, Largest ? 0u : 1u)],
            }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// The <paramref name="k"/> largest (or smallest) elements along <paramref name="axis"/>, sorted, and their I32 indices, as torch.topk and ONNX's
    /// TopK; of equal ones the lower index comes first. Gradients pass through the values.
    /// </summary>
    /// <exception cref="ShapeException">The axis has no k elements.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k, int axis = -1, bool largest = true)
    {
        var i = AxisView.Normalize(new TopKOp(axis, k, largest), Shape, axis);
        var indices = Graph.Append(new TopKOp(i, k, largest), this);
        return (GatherElements(i, indices), indices);
    }
}
