// Batch normalisation's statistics: mean and variance of each channel.
namespace CnnCompute;

/// <summary>[2,C]: each channel's mean and biased variance over all other axes. Welford's method, merged by Chan's formula in fixed order.</summary>
public sealed record BatchNormStatsOp : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => new(2, ChannelRows.Of(this, inputs).Channels);

    /// <summary>dx = (dmean + 2 (x - mean) dvar) / rows. Batch normalisation itself has a rule of its own that includes this way.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var x = node.Inputs[0];
        var rows = ChannelRows.Of(this, x.Shape);
        var channel = x.Shape.Rank == 4 ? new Shape(1, rows.Channels, 1, 1) : new Shape(1, rows.Channels);
        Tensor Row(Tensor t, int i) => t.Slice(0, i, 1).Reshape(channel);
        return [(Row(grad, 0) + (x - Row(output, 0)) * Row(grad, 1) * 2) / rows.Rows];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var rows = ChannelRows.Of(this, node.Inputs[0].Shape);
        var (parts, most) = Reduction.Parts(rows.Rows, rows.Blocks, device);
        yield return new Recipe("plain",
        [
            new Step("Cnn/batch_norm_stats", Threads.For((long)rows.Blocks * parts), [rows.Blocks * parts, rows.Rows, rows.Blocks, parts, most],
                Operand.In(0), Operand.Scratch(0))
            {
                Constants = [rows.WideConstant],
            },
            new Step(
                "Cnn/batch_norm_stats_merge", Threads.For(rows.Channels), [rows.Rows, rows.Channels, parts, most], Operand.Scratch(0), Operand.Out()),
        ])
        {
            Scratch = [8L * parts * rows.Channels],
        };
    }
}
