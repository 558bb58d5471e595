// Everything that decides what a training run computes; a checkpoint stores it.
namespace CnnCompute;

/// <summary>
/// Options of a <see cref="Trainer"/>. Equal options, data and device give equal weights, bit for bit. The defaults are those of
/// <c>cnn train fashion</c>.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training set.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>Samples of one step; a last batch that is not full is left out, for its statistics would count too much.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Samples of one evaluation batch; the last one is padded.</summary>
    public int EvaluationBatchSize { get; init; } = 100;

    /// <summary>The highest learning rate; a cosine brings it down to 0.</summary>
    public float LearningRate { get; init; } = 0.05f;

    /// <summary>Share of the first epoch in which the rate rises from 0 to <see cref="LearningRate"/>.</summary>
    public double WarmupEpochs { get; init; } = 0.25;

    /// <summary><c>sgd</c> or <c>adam</c>.</summary>
    public string Method { get; init; } = "sgd";

    /// <summary>Momentum of SGD.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>Nesterov's form of the momentum.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Share of the weights added to their gradients.</summary>
    public float WeightDecay { get; init; } = 5e-4f;

    /// <summary>Probability mass of the target that all classes share.</summary>
    public float LabelSmoothing { get; init; }

    /// <summary>Decides initial weights, the order of samples, augmentation and dropout.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether training pictures are mirrored with probability 1/2.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Pixels by which training pictures are moved at most, along both axes.</summary>
    public int Shift { get; init; } = 1;

    /// <summary>How bytes become inputs.</summary>
    public PixelNorm Norm { get; init; } = PixelNorm.Unit;

    /// <summary>Throws unless every option makes sense.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and what it may be.</exception>
    public void Validate()
    {
        Require(Epochs is >= 1 and <= 100_000, nameof(Epochs), Epochs, "1 to 100,000");
        Require(BatchSize is >= 2 and <= 65536, nameof(BatchSize), BatchSize, "2 to 65,536 (batch-norm needs two samples)");
        Require(EvaluationBatchSize is >= 1 and <= 65536, nameof(EvaluationBatchSize), EvaluationBatchSize, "1 to 65,536");
        Require(LearningRate is > 0 and <= 100, nameof(LearningRate), LearningRate, "above 0, at most 100");
        Require(WarmupEpochs >= 0 && WarmupEpochs < Epochs, nameof(WarmupEpochs), WarmupEpochs, "0 or more, less than the epochs");
        Require(Method is "sgd" or "adam", nameof(Method), Method, "sgd or adam");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "0 or more, less than 1");
        Require(WeightDecay is >= 0 and < 1, nameof(WeightDecay), WeightDecay, "0 or more, less than 1");
        Require(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "0 or more, less than 1");
        Require(Seed >= 0, nameof(Seed), Seed, "0 or more");
        Require(Shift is >= 0 and <= 1024, nameof(Shift), Shift, "0 to 1,024 pixels");
    }

    private static void Require(bool fits, string name, object value, string range)
    {
        if (!fits)
            throw new ArgumentException($"Training option {name} is {value}; it must be {range}");
    }
}
