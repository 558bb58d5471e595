// What lies where sliding windows have their maxima.
namespace CnnCompute;

/// <summary>
/// [N,C,h,w]: for each window the element of v at the place of x that <see cref="MaxPool2dOp"/> chooses: the gradient of
/// <see cref="MaxPool2dGradOp"/> in its dy, whose own gradient that is again. 0 for windows without elements and, where
/// <paramref name="Positive"/>, for those whose maximum is 0 or less. Inputs x and v, both [N,C,H,W].
/// </summary>
public sealed record MaxPool2dPickOp(PoolWindow Window, bool Positive = false) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var shape = Window.Output(this, inputs[0]);
        if (inputs[0] != inputs[1])
            throw ShapeException.For(this, inputs, "what chooses and what is chosen from differ");
        return Window.Taps(inputs[0]) <= Threads.MostRounds
            ? shape
            : throw ShapeException.For(this, inputs,
                $"elements are picked from windows of up to {Threads.MostRounds} elements, these have {Window.Taps(inputs[0])}");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => ElementTypes.Same(this, inputs, DType.F32);

    /// <summary>Linear in v; x only chooses.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [null, grad.Graph.Append(new MaxPool2dGradOp(Window, Positive), node.Inputs[0], grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        yield return new Recipe("plain", [new Step("Cnn/max_pool2d_pick", Threads.For(node.Shape.Count),
            Window.Push(node.Shape.Count, x[1], x, node.Shape), Operand.In(0), Operand.In(1), Operand.Out())
        {
            Constants = [(0, 0u), (3, Positive ? 1u : 0u), Window.Kind],
            Cut = PoolWindow.Images(x[0], node.Shape.Count),
        }]);
    }
}
