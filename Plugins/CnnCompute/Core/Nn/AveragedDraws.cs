// A classifier that is random in evaluation too, averaged.
namespace CnnCompute;

/// <summary>
/// Stands in a classifier's place, with its keys: in evaluation mode the probabilities of several runs of it, each with random numbers of its own, are
/// averaged (Graham, "Fractional Max-Pooling", 2014, averages over placements of the windows). It gives their logarithms, which are scores as any
/// others. What comes before the first random layer is computed once. Needs the graph's value <see cref="Dropout.KeyName"/> in evaluation.
/// </summary>
/// <param name="inner">Gives scores [N, classes].</param>
/// <param name="draws">How many runs.</param>
/// <exception cref="ArgumentOutOfRangeException">There are no draws.</exception>
public sealed class AveragedDraws(Module inner, int draws) : Module
{
    private readonly int draws = draws >= 1
        ? draws
        : throw new ArgumentOutOfRangeException(nameof(draws), draws, "AveragedDraws: one draw is needed at least");

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (inner.Training != Training)
            inner.Train(Training);
        if (Training || draws == 1)
            return inner.Call(x);
        var logs = Enumerable.Range(0, draws).Select(_ => inner.Call(x).LogSoftmax(1)).ToArray();
        return Tensor.Concat(0, [.. logs.Select(l => l.Reshape(1, l.Shape[0], l.Shape[1]))]).LogSumExp([0]) - MathF.Log(draws);
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Module Module)> Children() => ChildrenOf(inner);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Parameter Parameter, bool IsBuffer)> State() => StateOf(inner);
}
