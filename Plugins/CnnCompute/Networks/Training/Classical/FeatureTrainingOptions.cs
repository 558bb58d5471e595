// Everything that decides what the training of a head computes.
namespace CnnCompute;

/// <summary>Options of a <see cref="FeatureTraining"/>.</summary>
public sealed record FeatureTrainingOptions
{
    /// <summary>What is made small.</summary>
    public FeatureLoss Loss { get; init; } = FeatureLoss.Softmax;

    /// <summary>Passes over the samples.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Samples of one step; a last batch that is not full is left out unless it is the only one.</summary>
    public int BatchSize { get; init; } = 200;

    /// <summary>The highest learning rate of SGD with momentum; a cosine brings it down to 0.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>
    /// Whether the rate is for vectors of length 1: it is divided by the mean square of their lengths, by which the curvature of the loss grows, so
    /// that one rate suits vectors of any size.
    /// </summary>
    public bool RatePerSquaredLength { get; init; }

    /// <summary>Momentum of SGD.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>Share of the weights added to their gradients.</summary>
    public float WeightDecay { get; init; } = 1e-4f;

    /// <summary>
    /// Whether the weights begin at zero instead of small random numbers: what is a single linear layer needs none, and what it has not learnt is
    /// then not in its weights.
    /// </summary>
    public bool FromZero { get; init; }

    /// <summary>Decides the initial weights, the order of samples and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Throws unless every option makes sense.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and what it may be.</exception>
    public void Validate()
    {
        Require(Epochs is >= 1 and <= 100_000, nameof(Epochs), Epochs, "1 to 100,000");
        Require(BatchSize is >= 1 and <= 65536, nameof(BatchSize), BatchSize, "1 to 65,536");
        Require(LearningRate is > 0 and <= 100, nameof(LearningRate), LearningRate, "above 0, at most 100");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "0 or more, below 1");
        Require(WeightDecay is >= 0 and <= 1, nameof(WeightDecay), WeightDecay, "0 to 1");
    }

    private static void Require<T>(bool holds, string option, T value, string range)
    {
        if (!holds)
            throw new ArgumentException($"{option} {value}: it must be {range}", option);
    }
}
