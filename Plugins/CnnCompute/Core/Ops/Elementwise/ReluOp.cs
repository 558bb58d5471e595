// Rectified linear unit.
namespace CnnCompute;

/// <summary>max(x, 0).</summary>
public sealed record ReluOp : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    /// <summary>
    /// From the output alone, so that the input's memory may be reused. Where the gradient is that of a max-pooling of this output, it takes the mask
    /// along: its kernel has the output in hand.
    /// </summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        grad.Node.Op is MaxPool2dGradOp { Positive: false } pool && grad.Node.Inputs[0] == output
            ? [grad.Graph.Append(pool with { Positive = true }, [.. grad.Node.Inputs])]
            : [grad.Graph.Append(new ReluGradOp(), output, grad)];

    /// <inheritdoc/>
    public override Absorption? Absorb(Node node) => new Absorption(EpilogueParts.Clamp, 0, Min: 0);

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var step = new Step("Cnn/relu", Threads.Wide(node.Shape.Count), [(int)node.Shape.Count], Operand.In(0), Operand.Out())
        {
            Cut = Cut.Eights(node.Shape.Count),
        };
        yield return new Recipe("plain", [step]) { InPlace = 0 };
    }
}

/// <summary>The gradient of ReLU from its output y: dy where y &gt; 0, else 0. Inputs y, dy.</summary>
public sealed record ReluGradOp : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0] == inputs[1] ? inputs[0] : throw ShapeException.For(this, inputs, "output and gradient differ");

    /// <summary>Linear in dy, and constant in y but for the kink.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, grad.Graph.Append(new ReluGradOp(), node.Inputs[0], grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var step = new Step("Cnn/relu_grad", Threads.Wide(node.Shape.Count), [(int)node.Shape.Count], Operand.In(0), Operand.In(1), Operand.Out())
        {
            Cut = Cut.Eights(node.Shape.Count),
        };
        yield return new Recipe("plain", [step]) { InPlace = 1 };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>max(x, 0), as torch.relu.</summary>
    public Tensor Relu() => Graph.Append(new ReluOp(), this);
}
