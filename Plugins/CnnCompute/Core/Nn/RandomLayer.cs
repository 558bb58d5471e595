// What layers share that drop something at random while training.
namespace CnnCompute;

/// <summary>
/// A layer that does nothing in evaluation mode or with probability 0. Its random numbers come from the graph's value <see cref="Dropout.KeyName"/>,
/// I32 [2]: the seed and the step, given anew for every run.
/// </summary>
public abstract class RandomLayer : Module
{
    /// <summary>A layer of probability <paramref name="p"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1).</exception>
    protected RandomLayer(float p)
    {
        if (p is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, $"{GetType().Name}: the probability must be at least 0 and less than 1");
        P = p;
    }

    /// <summary>Probability of dropping.</summary>
    protected float P { get; }

    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor x) => Training && P > 0 ? Drop(x, Key(x.Graph)) : x;

    /// <summary>What the layer does while training.</summary>
    protected abstract Tensor Drop(Tensor x, Tensor key);

    /// <summary>The seed and the step of the run.</summary>
    internal static Tensor Key(Graph graph) => graph.Value(Dropout.KeyName, new Shape(2), DType.I32);
}
