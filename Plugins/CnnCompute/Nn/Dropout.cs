// A layer that drops elements at random while training.
namespace CnnCompute;

/// <summary>
/// torch.nn.Dropout: in training mode zeroes each element with probability p and scales the others by 1 / (1 - p); otherwise nothing. Its random
/// numbers come from the graph's value <see cref="KeyName"/>, I32 [2]: the seed and the step, given anew for every run.
/// </summary>
public sealed class Dropout : Module
{
    /// <summary>Name of the value that a graph with dropout needs.</summary>
    public const string KeyName = "dropout.key";

    private readonly float p;

    /// <summary>A dropout of probability <paramref name="p"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1).</exception>
    public Dropout(float p = 0.5f)
    {
        if (!(p is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "Dropout: the probability must be at least 0 and less than 1");
        this.p = p;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Training && p > 0 ? x.Dropout(p, x.Graph.Value(KeyName, new Shape(2), DType.I32)) : x;
}
