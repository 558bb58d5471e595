// Max pooling over windows placed at random, for sizes that no stride divides.
namespace CnnCompute;

/// <summary>
/// The largest element of each of Height x Width windows, whose places each plane's two samples in [0, 1) decide (torch.nn.FractionalMaxPool2d;
/// Graham, "Fractional Max-Pooling", 2014). Inputs x [N,C,H,W], samples [N,C,2] for columns and rows.
/// </summary>
public sealed record FractionalMaxPool2dOp(int KernelH, int KernelW, int Height, int Width) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var (x, samples) = (inputs[0], inputs[1]);
        if (x.Rank != 4 || samples.Rank != 3 || samples[0] != x[0] || samples[1] != x[1] || samples[2] != 2)
            throw ShapeException.For(this, inputs, "the input must be [N,C,H,W], the samples [N,C,2]");
        if (KernelH < 1 || KernelW < 1 || Candidates(x[2], KernelH, Height) * Candidates(x[3], KernelW, Width) >= Threads.MostRounds)
        {
            throw ShapeException.For(this, inputs, $"kernel {KernelH}x{KernelW} must be at least 1, and an element may lie in less than "
                + $"{Threads.MostRounds} of {Height}x{Width} windows");
        }
        return (long)KernelH * KernelW < Threads.MostRounds && Height >= 1 && Width >= 1 && Height + (long)KernelH - 1 <= x[2]
            && Width + (long)KernelW - 1 <= x[3]
            ? new Shape(x[0], x[1], Height, Width)
            : throw ShapeException.For(this, inputs, $"output {Height}x{Width} and kernel {KernelH}x{KernelW} must be at least 1, "
                + $"together no larger than the input plus 1, the kernel of less than {Threads.MostRounds} elements");
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
    [
        grad.Graph.Append(new FractionalMaxPool2dGradOp(this, node.Inputs[0].Shape),
            grad.Graph.Append(new FractionalMaxPool2dIndicesOp(this), [.. node.Inputs]), grad),
        null,
    ];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Step("Cnn/fractional_max_pool2d", node.Shape.Count, node.Inputs[0].Shape)]);
    }

    internal Step Step(string shader, long count, Shape x) => new(shader, Threads.For(count),
        [(int)count, x[1], x[2], x[3], Height, Width, KernelH, KernelW, Alpha(x[2], KernelH, Height), Alpha(x[3], KernelW, Width)], Operand.In(0),
        Operand.In(1), Operand.Out());

    // Along an axis, the windows that the gradient of an element asks.
    private static long Candidates(int size, int kernel, int outs) =>
        Math.Min(outs, (long)((kernel + 1) / (double)Math.Max(1, Alpha(size, kernel, outs))) + 7);

    /// <summary>How far apart windows lie on average; the last one is always at the end.</summary>
    public static float Alpha(int size, int kernel, int outs) => outs > 1 ? (float)(size - kernel) / (outs - 1) : 1;
}

/// <summary>I32 positions, within their planes, of the maxima that <see cref="FractionalMaxPool2dOp"/> finds. Inputs x, samples.</summary>
public sealed record FractionalMaxPool2dIndicesOp(FractionalMaxPool2dOp Pool) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Pool.InferShape(inputs);

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => DType.I32;

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Pool.Step("Cnn/fractional_max_pool2d_indices", node.Shape.Count, node.Inputs[0].Shape)]);
    }
}

/// <summary>The gradient of <see cref="FractionalMaxPool2dOp"/> for an input of shape <paramref name="Input"/>. Inputs indices, dy.</summary>
public sealed record FractionalMaxPool2dGradOp(FractionalMaxPool2dOp Pool, Shape Input) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0] == inputs[1]
        && Pool.InferShape([Input, new Shape(Input[0], Input[1], 2)]) == inputs[1]
        ? Input
        : throw ShapeException.For(this, inputs, $"indices and gradient of {Input} must have the pooled shape");

    /// <summary>Linear in dy: gathered from where its elements went.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [null, grad.Graph.Append(new MaxUnpool2dGradOp(), node.Inputs[0], grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Pool.Step("Cnn/fractional_max_pool2d_grad", Input.Count, Input)]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Samples for <see cref="FractionalMaxPool2d"/> of this [N,C,H,W], drawn anew for each value of <paramref name="key"/>: I32, the seed and the
    /// step.
    /// </summary>
    public Tensor FractionalSamples(Tensor key) => Graph.RandomUniform(new Shape(Shape[0], Shape[1], 2), key);

    /// <summary>As torch.nn.functional.fractional_max_pool2d, by given <paramref name="samples"/> [N,C,2] in [0, 1).</summary>
    public Tensor FractionalMaxPool2d((int H, int W) kernel, (int H, int W) outputSize, Tensor samples) =>
        Graph.Append(new FractionalMaxPool2dOp(kernel.H, kernel.W, outputSize.H, outputSize.W), this, samples);

    /// <summary>Where the maxima of <see cref="FractionalMaxPool2d"/> lie in their planes, in I32.</summary>
    public Tensor FractionalMaxPool2dIndices((int H, int W) kernel, (int H, int W) outputSize, Tensor samples) =>
        Graph.Append(new FractionalMaxPool2dIndicesOp(new FractionalMaxPool2dOp(kernel.H, kernel.W, outputSize.H, outputSize.W)), this, samples);
}
