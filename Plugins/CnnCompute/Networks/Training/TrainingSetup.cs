// The objects that a training consists of.
using System.Globalization;
using System.Text;

namespace CnnCompute;

/// <summary>
/// What a <see cref="Trainer"/> computes: objective, transforms, optimiser and schedule as objects. Equal setups, data and device give equal weights,
/// bit for bit; <see cref="Essence"/> says whether two are equal.
/// </summary>
public sealed record TrainingSetup
{
    /// <summary>Makes the optimiser of groups of parameters.</summary>
    public required Func<IReadOnlyList<ParameterGroup>, Optimizer> Optimizer { get; init; }

    /// <summary>Makes the schedule, from the steps in all and those of an epoch.</summary>
    public required Func<long, long, LrSchedule> Schedule { get; init; }

    /// <summary>What is made small.</summary>
    public required Criterion Criterion { get; init; }

    /// <summary>Transforms of training pictures, in order, before they are normalised.</summary>
    public IReadOnlyList<Transform> Transforms { get; init; } = [];

    /// <summary>How bytes become inputs.</summary>
    public PixelNorm Norm { get; init; } = PixelNorm.Unit;

    /// <summary>
    /// What is done to gradients before a step and to weights after it. Steps with gradients that are no numbers change nothing unless it says
    /// otherwise, so that the weights before them can be looked at.
    /// </summary>
    public StepOptions Step { get; init; } = new() { SkipNonFinite = true };

    /// <summary>Rates and decays of parameters by patterns of their names; the first that fits counts.</summary>
    public IReadOnlyList<ParameterRule> Groups { get; init; } = [];

    /// <summary>Whether biases and scales of norms decay like weights.</summary>
    public bool DecayVectors { get; init; } = true;

    /// <summary>Patterns of parameters that are not trained.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];

    /// <summary>Whether the network keeps the weights it has, as one that was trained before does; otherwise they are drawn from the seed.</summary>
    public bool KeepWeights { get; init; }

    /// <summary>What gives weights their first values after the network's own way, in order.</summary>
    public IReadOnlyList<Initialization> Initializations { get; init; } = [];

    /// <summary>What does so by looking at training pictures, after those.</summary>
    public IReadOnlyList<DataInitialization> DataInitializations { get; init; } = [];

    /// <summary>Passes over the training samples.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples of one step; a last batch that is not full is left out, for its statistics would count too much.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Samples of one evaluation batch; the last one is padded.</summary>
    public int EvaluationBatchSize { get; init; } = 100;

    /// <summary>
    /// Runs whose probabilities are averaged in evaluation, each with random numbers of its own, of a network that is random then too
    /// (<see cref="AveragedDraws"/>).
    /// </summary>
    public int Draws { get; init; } = 1;

    /// <summary>Decides initial weights, the order of samples, augmentation and dropout.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How activations are stored.</summary>
    public Storage Precision { get; init; }

    /// <summary>What happens when the loss is no longer a number.</summary>
    public NanAction OnNan { get; init; }

    /// <summary>Epochs without a better validation accuracy after which it ends; null: never before the last.</summary>
    public int? Patience { get; init; }

    /// <summary>How many of the best epochs' weights are kept, besides the best.</summary>
    public int Keep { get; init; }

    /// <summary>The recipe it was made of, as text; a checkpoint stores it. Empty where it was made otherwise.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>Throws unless every number makes sense.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and what it may be.</exception>
    public void Validate()
    {
        Require(Epochs is >= 1 and <= 100_000, nameof(Epochs), Epochs, "1 to 100,000");
        Require(BatchSize is >= 1 and <= 65536, nameof(BatchSize), BatchSize, "1 to 65,536");
        Require(EvaluationBatchSize is >= 1 and <= 65536, nameof(EvaluationBatchSize), EvaluationBatchSize, "1 to 65,536");
        Require(Draws is >= 1 and <= 1000, nameof(Draws), Draws, "1 to 1,000");
        Require(Seed >= 0, nameof(Seed), Seed, "0 or more");
        Require(Patience is null or >= 1, nameof(Patience), Patience ?? 0, "1 or more");
        Require(Keep is >= 0 and <= 1000, nameof(Keep), Keep, "0 to 1,000");
        Step.Check();
    }

    /// <summary>
    /// Everything that decides what it computes, a line each, by the words of its objects. A checkpoint stores it, and a training that continues must
    /// have the same.
    /// </summary>
    /// <param name="optimizer">The optimiser that was made.</param>
    /// <param name="schedule">The schedule that was made.</param>
    public string Essence(Optimizer optimizer, LrSchedule schedule)
    {
        var text = new StringBuilder();
        void Line(string name, object? value) => text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        Line("criterion", Criterion);
        foreach (var transform in Transforms)
            Line("transform", transform);
        Line("norm", Norm);
        Line("optimizer", optimizer);
        Line("schedule", schedule);
        Line("step", Step);
        foreach (var rule in Groups)
            Line("group", rule);
        Line("decay of vectors", DecayVectors);
        foreach (var pattern in Freeze)
            Line("frozen", pattern);
        Line("weights", KeepWeights ? "kept" : "drawn");
        foreach (var initialization in Initializations)
            Line("initialization", initialization);
        foreach (var initialization in DataInitializations)
            Line("initialization", initialization);
        Line("epochs", Epochs);
        Line("batch", BatchSize);
        Line("seed", Seed);
        Line("precision", Precision);
        Line("on NaN", OnNan);
        Line("patience", Patience);
        if (Draws > 1)
            Line("draws", Draws);
        return text.ToString();
    }

    private static void Require(bool fits, string name, object value, string range)
    {
        if (!fits)
            throw new ArgumentException($"{name} is {value}; it must be {range}");
    }
}
