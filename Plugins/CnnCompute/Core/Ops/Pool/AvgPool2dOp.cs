// Mean over sliding windows.
namespace CnnCompute;

/// <summary>
/// The mean of each window: its sum over the taps inside the padded input, or inside the input alone (torch.nn.AvgPool2d), or over
/// <paramref name="Divisor"/> where that is not 0.
/// </summary>
public sealed record AvgPool2dOp(PoolWindow Window, bool CountIncludePad, int Divisor = 0) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Divisor >= 0
        ? Window.Output(this, inputs[0])
        : throw ShapeException.For(this, inputs, $"the divisor {Divisor} must be positive");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new AvgPool2dGradOp(Window, CountIncludePad, node.Inputs[0].Shape, Divisor), grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Launch("Cnn/avg_pool2d", this, node.Inputs[0].Shape, node.Shape, node.Shape)]);
    }

    internal static Step Launch(string shader, AvgPool2dOp op, Shape x, Shape y, Shape result)
    {
        var wide = x[1] % 8 == 0;
        var count = result.Count / (wide ? 8 : 1);
        PushWord[] push = [.. op.Window.Push(count, wide ? x[1] / 8 : x[1], x, y), op.CountIncludePad, op.Window.End.H, op.Window.End.W, op.Divisor];
        return new Step(shader, Threads.For(count), push, Operand.In(0), Operand.Out())
        {
            Constants = [(0, wide ? 1u : 0u), op.Window.Kind],
            Cut = PoolWindow.Images(x[0], count),
        };
    }
}

/// <summary>
/// The gradient of <see cref="AvgPool2dOp"/> for an input of shape <paramref name="Input"/>: each window's share of dy, gathered per input element.
/// </summary>
public sealed record AvgPool2dGradOp(PoolWindow Window, bool CountIncludePad, Shape Input, int Divisor = 0) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Window.Output(this, Input) == inputs[0]
        ? Input
        : throw ShapeException.For(this, inputs, $"the gradient of {Input} must have the pooled shape");

    /// <summary>Linear, so its gradient is the pooling itself.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new AvgPool2dOp(Window, CountIncludePad, Divisor), grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain",
            [AvgPool2dOp.Launch("Cnn/avg_pool2d_grad", new(Window, CountIncludePad, Divisor), Input, node.Inputs[0].Shape, Input)]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>As torch.nn.functional.avg_pool2d; stride 0 means the kernel's size.</summary>
    public Tensor AvgPool2d(int kernel, int stride = 0, int padding = 0, bool ceilMode = false, bool countIncludePad = true) =>
        AvgPool2d(PoolWindow.Square(kernel, stride, padding, 1, ceilMode), countIncludePad);

    /// <summary>
    /// Average pooling over any window; <paramref name="divisor"/> replaces the number of taps where it is not 0 (divisor_override).
    /// </summary>
    public Tensor AvgPool2d(PoolWindow window, bool countIncludePad = true, int divisor = 0) => window.Split(Shape) is var (rows, columns)
        ? Graph.Append(new AvgPool2dOp(columns, countIncludePad, divisor),
            Graph.Append(new AvgPool2dOp(rows, countIncludePad, divisor == 0 ? 0 : 1), this))
        : Graph.Append(new AvgPool2dOp(window, countIncludePad, divisor), this);

    /// <summary>
    /// The mean over <paramref name="height"/> by <paramref name="width"/> bins of [N,C,H,W], as torch.nn.functional.adaptive_avg_pool2d.
    /// </summary>
    public Tensor AdaptiveAvgPool2d(int height, int width)
    {
        var s = Shape;
        if (s.Rank == 4 && (height, width) == (s[2], s[3]))
            return this;
        return s.Rank == 4 && (height, width) == (1, 1) ? GlobalAvgPool() : AvgPool2d(PoolWindow.Adaptive(height, width));
    }
}
