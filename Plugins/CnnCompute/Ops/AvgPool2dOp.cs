// Mean over sliding windows.
namespace CnnCompute;

/// <summary>The mean of each window, over kernel area with padding counted as zeros, or over the elements inside the input (torch.nn.AvgPool2d).</summary>
public sealed record AvgPool2dOp(PoolWindow Window, bool CountIncludePad) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Window.Output(this, inputs[0]);

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new AvgPool2dGradOp(Window, CountIncludePad, node.Inputs[0].Shape), grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Launch("Cnn/avg_pool2d", Window, CountIncludePad, node.Inputs[0].Shape, node.Shape, node.Shape)]);
    }

    internal static Step Launch(string shader, PoolWindow window, bool countIncludePad, Shape x, Shape y, Shape result)
    {
        var wide = x[1] % 8 == 0;
        var count = result.Count / (wide ? 8 : 1);
        PushWord[] push = [.. window.Push(count, wide ? x[1] / 8 : x[1], x, y), countIncludePad];
        return new Step(shader, Threads.For(count), push, Operand.In(0), Operand.Out()) { Constants = [(0, wide ? 1u : 0u)] };
    }
}

/// <summary>The gradient of <see cref="AvgPool2dOp"/> for an input of shape <paramref name="Input"/>: each window's share of dy, gathered per input element.</summary>
public sealed record AvgPool2dGradOp(PoolWindow Window, bool CountIncludePad, Shape Input) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Window.Output(this, Input) == inputs[0]
        ? Input
        : throw ShapeException.For(this, inputs, $"the gradient of {Input} must have the pooled shape");

    /// <summary>Linear, so its gradient is the pooling itself.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.AvgPool2d(Window, CountIncludePad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [AvgPool2dOp.Launch("Cnn/avg_pool2d_grad", Window, CountIncludePad, Input, node.Inputs[0].Shape, Input)]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>As torch.nn.functional.avg_pool2d; stride 0 means the kernel's size.</summary>
    public Tensor AvgPool2d(int kernel, int stride = 0, int padding = 0, bool ceilMode = false, bool countIncludePad = true) =>
        AvgPool2d(PoolWindow.Square(kernel, stride, padding, 1, ceilMode), countIncludePad);

    /// <summary>Average pooling over any window (its dilation must be 1).</summary>
    public Tensor AvgPool2d(PoolWindow window, bool countIncludePad = true) => window.Dilation == (1, 1)
        ? Graph.Append(new AvgPool2dOp(window, countIncludePad), this)
        : throw new ArgumentException($"AvgPool2d: dilation {window.Dilation} must be 1", nameof(window));
}
