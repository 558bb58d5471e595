// Where the maxima of sliding windows lie.
namespace CnnCompute;

/// <summary>How a position within [N,C,H,W] is counted.</summary>
public enum PoolIndex
{
    /// <summary>Within its plane, row by row: h*W + w (PyTorch).</summary>
    Plane,

    /// <summary>Within the whole tensor, row by row: ((n*C + c)*H + h)*W + w (ONNX, storage_order 0).</summary>
    Tensor,

    /// <summary>Within the whole tensor, the planes column by column: (n*C + c)*H*W + w*H + h (ONNX, storage_order 1).</summary>
    TensorColumns,
}

/// <summary>
/// I32 positions of the (first) maxima, or the last NaN, that <see cref="MaxPool2dOp"/> finds; -1 for a window without any element.
/// </summary>
public sealed record MaxPool2dIndicesOp(PoolWindow Window, PoolIndex Index) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var shape = Window.Output(this, inputs[0]);
        return Window.Taps(inputs[0]) <= Threads.MostRounds
            ? shape
            : throw ShapeException.For(this, inputs,
                $"indices are found in windows of up to {Threads.MostRounds} elements, these have {Window.Taps(inputs[0])}");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => DType.I32;

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        yield return new Recipe("plain", [new Step(
            "Cnn/max_pool2d_indices", Threads.For(node.Shape.Count), Window.Push(node.Shape.Count, x[1], x, node.Shape), Operand.In(0), Operand.Out())
        {
            Constants = [(0, 0u), (1, Index == PoolIndex.Plane ? 0u : 1u), (2, Index == PoolIndex.TensorColumns ? 1u : 0u), Window.Kind],
        }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Where the elements that <see cref="MaxPool2d(PoolWindow)"/> chooses lie, in I32: its sibling (return_indices of
    /// torch.nn.functional.max_pool2d).
    /// </summary>
    public Tensor MaxPool2dIndices(PoolWindow window, PoolIndex index = PoolIndex.Plane) => Graph.Append(new MaxPool2dIndicesOp(window, index), this);
}
