// The gradient of group normalisation: two sums for each channel of each sample, then the input's gradient.
namespace CnnCompute;

/// <summary>
/// [N,C,2]: for each channel of each sample the sum of dy, and of dy * xhat with xhat = (x - mean) / sqrt(variance + eps). Inputs dy, x, statistics
/// [N,G,2].
/// </summary>
public sealed record GroupNormGradStatsOp(float Eps) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0] == inputs[1]
        ? new Shape(inputs[1][0], inputs[1][1], 2)
        : throw ShapeException.For(this, inputs, "gradient and input differ");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (dy, x, stats) = (node.Inputs[0], node.Inputs[1], node.Inputs[2]);
        var (row, sums) = (Row(x.Shape), new Shape(x.Shape[0], x.Shape[1], 1));
        return Tensor.Concat(2, dy.SumTo(row).Reshape(sums), (dy * Normalized(x, stats, Eps)).SumTo(row).Reshape(sums));
    }

    // A number for each channel of each sample as it broadcasts over x.
    internal static Shape Row(Shape x) => new([x[0], x[1], .. Enumerable.Repeat(1, x.Rank - 2)]);

    // [N,G,1] for each channel of each group.
    internal static Tensor Spread(Tensor groups, Shape x)
    {
        int n = x[0], g = groups.Shape[1];
        return groups.Reshape(n, g, 1).BroadcastTo(new Shape(n, g, x[1] / g)).Reshape(Row(x));
    }

    internal static Tensor Deviation(Tensor x, Tensor stats, float eps) => Spread((stats.Slice(2, 1, 1) + eps).Rsqrt(), x.Shape);

    internal static Tensor Normalized(Tensor x, Tensor stats, float eps) =>
        (x - Spread(stats.Slice(2, 0, 1), x.Shape)) * Deviation(x, stats, eps);

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, groups) = (node.Inputs[1].Shape, node.Inputs[2].Shape[1]);
        var view = NormView.OfChannels(x);
        var (parts, most) = Reduction.Parts(view.Rows, view.Outer * view.Blocks, device);
        int count = x[0] * x[1], threads = view.Outer * parts * view.Blocks, inRow = view.Splat ? 1 : x[1];
        yield return new Recipe("plain",
        [
            new Step("Cnn/group_norm_means", Threads.For(count), [count, x[1] / groups], Operand.In(2), Operand.Scratch(1)),
            new Step("Cnn/batch_norm_grad_stats", Threads.For(threads), [threads, view.Rows, view.Blocks, parts, most],
                Operand.In(0), Operand.In(1), Operand.Scratch(1), Operand.Scratch(0))
            {
                Constants = view.Constants,
            },
            new Step("Cnn/group_norm_grad_stats", Threads.For(count), [count, inRow, view.Lanes / inRow, parts, x[1] / groups, Eps],
                Operand.Scratch(0), Operand.In(2), Operand.Out()),
        ])
        {
            Scratch = [8L * view.Outer * parts * view.Lanes, 4L * count],
        };
    }
}

/// <summary>
/// dx = (gamma * dy - mean(gamma * dy) - xhat * mean(gamma * dy * xhat)) / sqrt(variance + eps), the means over each group of each sample. Inputs dy,
/// x, statistics [N,G,2], gradient sums [N,C,2] and, where the normalisation scales, gamma [C].
/// </summary>
public sealed record GroupNormGradInputOp(float Eps) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0] == inputs[1] ? inputs[0] : throw ShapeException.For(this, inputs, "gradient and input differ");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (dy, x, stats, sums) = (node.Inputs[0], node.Inputs[1], node.Inputs[2], node.Inputs[3]);
        int n = x.Shape[0], channels = x.Shape[1], groups = stats.Shape[1];
        Tensor? gamma = node.Inputs.Count == 5 ? node.Inputs[4] : null;
        Tensor Scaled(Tensor t, Shape row) => gamma is { } g ? t * g.Reshape(row) : t;
        var scaled = Scaled(sums, new Shape(1, channels, 1)).Reshape(n, groups, channels / groups, 2).Sum([2], keepDim: true)
            .Reshape(n, groups, 2) / (x.Shape.Count / n / groups);
        Tensor Mean(int i) => GroupNormGradStatsOp.Spread(scaled.Slice(2, i, 1), x.Shape);
        return (Scaled(dy, BatchNormGradStatsOp.Row(x.Shape)) - Mean(0) - GroupNormGradStatsOp.Normalized(x, stats, Eps) * Mean(1))
            * GroupNormGradStatsOp.Deviation(x, stats, Eps);
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, groups, affine) = (node.Shape, node.Inputs[2].Shape[1], node.Inputs.Count == 5);
        var view = NormView.OfChannels(x);
        int count = x[0] * x[1], size = x[1] / groups;
        yield return new Recipe("plain",
        [
            new Step("Cnn/group_norm_grad_coefficients", Threads.For(count), [count, x[1], size, (float)((double)size * NormView.Pixels(x)), Eps],
                Operand.In(2), Operand.In(3), Operand.In(affine ? 4 : 2), Operand.Scratch(0))
            {
                Constants = [(0, affine ? 1u : 0u)],
            },
            new Step(
                "Cnn/group_norm_grad_input", Threads.For(view.Quarters), [view.Quarters, view.Rows, view.Blocks, view.Quarter, view.Apart(count)],
                Operand.In(0), Operand.In(1), Operand.Scratch(0), Operand.Out())
            {
                Constants = view.Constants,
            },
        ])
        {
            Scratch = [16L * count],
            InPlace = 0,
        };
    }
}
