// The gradient of training batch-norm: two sums per channel, then the input's gradient.
namespace CnnCompute;

/// <summary>
/// [2,C]: sum of dy, and of dy * xhat with xhat = (x - mean) / sqrt(variance + eps): the gradients of beta and gamma. Inputs dy, x, statistics.
/// </summary>
public sealed record BatchNormGradStatsOp(float Eps) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0] == inputs[1] ? inputs[2] : throw ShapeException.For(this, inputs, "gradient and input differ");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (dy, x, stats) = (node.Inputs[0], node.Inputs[1], node.Inputs[2]);
        var (row, sums) = (Row(x.Shape), new Shape(1, x.Shape[1]));
        return Tensor.Concat(0, dy.SumTo(row).Reshape(sums), (dy * Normalized(x, stats, Eps)).SumTo(row).Reshape(sums));
    }

    // A number for each channel as it broadcasts over x.
    internal static Shape Row(Shape x) => new([1, x[1], .. Enumerable.Repeat(1, x.Rank - 2)]);

    internal static Tensor Deviation(Tensor x, Tensor stats, float eps) => (stats.Slice(0, 1, 1) + eps).Rsqrt().Reshape(Row(x.Shape));

    internal static Tensor Normalized(Tensor x, Tensor stats, float eps) =>
        (x - stats.Slice(0, 0, 1).Reshape(Row(x.Shape))) * Deviation(x, stats, eps);

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var rows = ChannelRows.Of(this, node.Inputs[0].Shape);
        var (parts, most) = Reduction.Parts(rows.Rows, rows.Blocks, device);
        yield return new Recipe("plain",
        [
            new Step("Cnn/batch_norm_grad_stats", Threads.For((long)rows.Blocks * parts), [rows.Blocks * parts, rows.Rows, rows.Blocks, parts, most],
                Operand.In(0), Operand.In(1), Operand.In(2), Operand.Scratch(0))
            {
                Constants = [rows.WideConstant],
            },
            new Step("Cnn/batch_norm_grad_stats_merge", Threads.For(rows.Channels), [rows.Channels, parts, Eps], Operand.Scratch(0),
                Operand.In(2), Operand.Out()),
        ])
        {
            Scratch = [8L * parts * rows.Channels],
        };
    }
}

/// <summary>
/// dx = gamma / sqrt(variance + eps) * (dy - mean(dy) - xhat * mean(dy * xhat)). Inputs dy, x, gamma, statistics, gradient statistics.
/// </summary>
public sealed record BatchNormGradInputOp(float Eps) : Op
{
    /// <summary>
    /// Over each channel, as its mean has been taken away: a bias before the norm changes nothing. Optimisers that divide by the gradient's size
    /// would make steps of its rounding errors.
    /// </summary>
    public override bool SumsToZero(Node node, Shape target) => IsChannels(node.Shape, target);

    // A number for each channel, with or without the batch's axis.
    internal static bool IsChannels(Shape x, Shape target) =>
        BatchNormGradStatsOp.Row(x) is var row && (target == row || target == new Shape([.. row.ToArray().Skip(1)]));

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0] == inputs[1] ? inputs[0] : throw ShapeException.For(this, inputs, "gradient and input differ");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (dy, x, gamma, stats, sums) = (node.Inputs[0], node.Inputs[1], node.Inputs[2], node.Inputs[3], node.Inputs[4]);
        var row = BatchNormGradStatsOp.Row(x.Shape);
        Tensor Mean(int i) => sums.Slice(0, i, 1).Reshape(row) / (x.Shape.Count / x.Shape[1]);
        return gamma.Reshape(row) * BatchNormGradStatsOp.Deviation(x, stats, Eps)
            * (dy - Mean(0) - BatchNormGradStatsOp.Normalized(x, stats, Eps) * Mean(1));
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var rows = ChannelRows.Of(this, node.Shape);
        var count = rows.Rows * rows.Blocks;
        yield return new Recipe("plain",
        [
            new Step("Cnn/batch_norm_grad_coefficients", Threads.For(rows.Channels), [rows.Rows, rows.Channels, Eps],
                Operand.In(2), Operand.In(3), Operand.In(4), Operand.Scratch(0)),
            new Step("Cnn/batch_norm_grad_input", Threads.For(rows.Quarter), [count, rows.Blocks, rows.Quarter], Operand.In(0), Operand.In(1),
                Operand.Scratch(0), Operand.Out())
            {
                Constants = [rows.WideConstant],
            },
        ])
        {
            Scratch = [12L * rows.Channels],
            InPlace = 0,
        };
    }
}
