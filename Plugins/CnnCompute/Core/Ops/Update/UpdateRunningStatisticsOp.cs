// Running statistics of batch normalisation.
namespace CnnCompute;

/// <summary>
/// running = (1 - momentum) * running + momentum * batch, for mean and variance; the batch's biased variance is made unbiased by
/// rows/(rows-1), as in PyTorch. Input: statistics [2,C] over <paramref name="Rows"/> elements.
/// </summary>
public sealed record UpdateRunningStatisticsOp(Parameter Mean, Parameter Variance, float Momentum, int Rows) : UpdateOp
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Writes => [Mean, Variance];

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if (Rows < 2)
            throw ShapeException.For(this, inputs, "training batch-norm needs more than one value per channel");
        return inputs[0].Rank == 2 && Mean.Shape == new Shape(inputs[0][1]) && Variance.Shape == Mean.Shape
            ? Shape.Scalar
            : throw ShapeException.For(this, inputs, $"running mean {Mean.Shape} and variance {Variance.Shape} must be [C] for statistics [2,C]");
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var channels = Mean.Shape[0];
        PushWord[] push = [channels, Momentum, (float)(Rows / (Rows - 1.0))];
        yield return new Recipe("plain",
            [new Step("Cnn/update_running_statistics", Threads.For(channels), push, Operand.In(0), Operand.Param(0), Operand.Param(1))]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// With this = the batch's statistics [2,C] over <paramref name="rows"/> values a channel (N*H*W): appends the update of the running mean and
    /// variance.
    /// </summary>
    public Tensor UpdateRunningStatistics(Parameter mean, Parameter variance, int rows, float momentum = 0.1f) =>
        Graph.Append(new UpdateRunningStatisticsOp(mean, variance, momentum, rows), this);
}
