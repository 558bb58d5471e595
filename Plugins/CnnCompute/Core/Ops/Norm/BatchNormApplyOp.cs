// Batch normalisation in training: by the batch's own statistics.
namespace CnnCompute;

/// <summary>gamma * (x - mean) / sqrt(variance + eps) + beta; inputs x, gamma [C], beta [C], statistics [2,C] of x.</summary>
public sealed record BatchNormApplyOp(float Eps) : Op
{
    /// <inheritdoc/>
    public override EpilogueParts Accepts => EpilogueParts.Residual | EpilogueParts.Clamp;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var channels = ChannelRows.Of(this, inputs).Channels;
        return inputs[1] == new Shape(channels) && inputs[2] == inputs[1] && inputs[3] == new Shape(2, channels)
            ? inputs[0]
            : throw ShapeException.For(this, inputs, $"gamma and beta must be [{channels}], statistics [2,{channels}]");
    }

    /// <summary>
    /// The whole gradient of x, the way through its statistics included (Ioffe &amp; Szegedy 2015); so the statistics get none. A gradient that has
    /// just come through a ReLU or a max-pooling by windows that tile is taken from before them.
    /// </summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var (x, gamma, beta, stats, graph) = (node.Inputs[0], node.Inputs[1], node.Inputs[2], node.Inputs[3], grad.Graph);
        Tensor sums, dx;
        if (Behind(output, grad) is var (dy, window, relu))
        {
            sums = graph.Append(new BatchNormMaxPoolGradStatsOp(Eps, window, relu), dy, x, gamma, beta, stats);
            dx = graph.Append(new BatchNormMaxPoolGradInputOp(Eps, window, relu), dy, x, gamma, beta, stats, sums);
        }
        else
        {
            sums = graph.Append(new BatchNormGradStatsOp(Eps), grad, x, stats);
            dx = graph.Append(new BatchNormGradInputOp(Eps), grad, x, gamma, stats, sums);
        }
        return [dx, sums.Slice(0, 1, 1).Reshape(gamma.Shape), sums.Slice(0, 0, 1).Reshape(gamma.Shape), null];
    }

    // The gradient of what a ReLU, a max-pooling or both made of the output, where `grad` comes of that alone.
    private static (Tensor Dy, PoolWindow Window, bool Relu)? Behind(Tensor output, Tensor grad)
    {
        if (grad.Node.Op is not (ReluGradOp or MaxPool2dGradOp))
            return null;
        var (seen, dy) = (grad.Node.Inputs[0], grad.Node.Inputs[1]);
        var relu = seen.Node.Op is ReluOp && seen.Node.Inputs[0] == output;
        return grad.Node.Op switch
        {
            ReluGradOp when relu => (dy, BatchNormMaxPoolGradInputOp.Single, true),
            MaxPool2dGradOp { Positive: true } pool when relu && BatchNormMaxPoolOp.Takes(pool.Window) => (dy, pool.Window, true),
            MaxPool2dGradOp { Positive: false } pool when seen == output && BatchNormMaxPoolOp.Takes(pool.Window) => (dy, pool.Window, false),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var rows = ChannelRows.Of(this, node.Shape);
        yield return new Recipe("plain",
        [
            BatchNormScaleShiftOp.Launch(
                rows.Channels, Eps, Operand.In(1), Operand.In(2), Operand.In(3), Operand.In(3), rows.Channels, Operand.Scratch(0)),
            ChannelAffineOp.Launch(node, rows, Operand.Scratch(0), true),
        ])
        {
            Scratch = [8L * rows.Channels],
            InPlace = 0,
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Batch normalisation of [N,C,...] by the batch's own statistics (training mode); gamma and beta are [C]. <paramref name="statistics"/> are the
    /// batch's [2,C], for <c>UpdateRunningStatistics</c>.
    /// </summary>
    public Tensor BatchNorm(Tensor gamma, Tensor beta, out Tensor statistics, float eps = 1e-5f)
    {
        var x = AsImages();
        statistics = Graph.Append(new BatchNormStatsOp(), x);
        return Graph.Append(new BatchNormApplyOp(eps), x, gamma, beta, statistics).Reshape(Shape);
    }

    /// <summary>
    /// ONNX BatchNormalization with training_mode = 1: the normalised batch, and the running statistics [C] after it. Unlike PyTorch's,
    /// <paramref name="momentum"/> is the share of the old ones, and the batch counts with its biased variance.
    /// </summary>
    public Tensor BatchNormTraining(
        Tensor gamma, Tensor beta, Tensor mean, Tensor variance, out Tensor runningMean, out Tensor runningVariance,
        float eps = 1e-5f, float momentum = 0.9f)
    {
        var y = BatchNorm(gamma, beta, out var statistics, eps);
        Tensor Mixed(Tensor old, int row) => old * momentum + statistics.Slice(0, row, 1).Reshape(old.Shape) * (float)(1 - (double)momentum);
        (runningMean, runningVariance) = (Mixed(mean, 0), Mixed(variance, 1));
        return y;
    }

    // [N,C] and [N,C,H,W] as they are, any other [N,C,...] with its pixels in one column.
    private Tensor AsImages() => Shape.Rank is < 2 or 2 or 4 ? this : Reshape(Shape[0], Shape[1], (int)(Shape.Count / Shape[0] / Shape[1]), 1);
}
