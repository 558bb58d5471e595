// Ways to train a network that are measured beside each other.
namespace CnnCompute;

/// <summary>Where the samples of a measured training come from.</summary>
internal enum StepSource
{
    /// <summary>Memory.</summary>
    Memory,

    /// <summary>Picture files, decoded again whenever they are needed.</summary>
    Files,

    /// <summary>The device's memory.</summary>
    Device,
}

/// <summary>A training whose steps are measured.</summary>
/// <param name="Name">What differs from the plain one.</param>
internal sealed record StepCase(string Name)
{
    /// <summary>Name of the plain case, to which all others are compared.</summary>
    public const string Plain = "plain";

    /// <summary>Name of the case with the whole list of transforms.</summary>
    public const string Full = "full augmentation";

    /// <summary>Names of those whose samples come from files and lie on the device.</summary>
    public const string Streamed = "streamed from files", Resident = "data on the device";

    /// <summary>Transforms of the training pictures, as text.</summary>
    public string Transforms { get; private init; } = "";

    /// <summary>Where samples come from.</summary>
    public StepSource Source { get; private init; }

    /// <summary>Whether stochastic gradient descent with momentum takes the place of Adam.</summary>
    public bool IsSgd { get; private init; }

    /// <summary>How activations are stored.</summary>
    public Storage Storage { get; private init; }

    /// <summary>Batches whose gradients are added up before a step.</summary>
    public int Accumulate { get; private init; } = 1;

    /// <summary>All of them, the plain one first: no augmentation, samples in memory, Adam, activations of 32 bits.</summary>
    public static IReadOnlyList<StepCase> All { get; } =
    [
        new(Plain),
        new("flip and shift") { Transforms = AugmentBench.FlipAndShift },
        new(Full) { Transforms = AugmentBench.FullList },
        new("RandAugment") { Transforms = AugmentBench.Random },
        new(Streamed) { Source = StepSource.Files },
        new(Resident) { Source = StepSource.Device },
        new("SGD with momentum") { IsSgd = true },
        new("activations of 16 bits") { Storage = Storage.F16 },
        new("two batches a step") { Accumulate = 2 },
    ];

    /// <summary>What is to be computed with batches of a size.</summary>
    public TrainingSetup Setup(int batch) => new()
    {
        BatchSize = batch,
        Epochs = 100_000,
        Criterion = new CrossEntropyCriterion(),
        Optimizer = IsSgd ? groups => new Sgd(groups, momentum: 0.9f) : groups => new Adam(groups),
        Schedule = (_, _) => new ConstantLr(1e-3f),
        Transforms = CnnCompute.Transforms.Parse(Transforms),
        Precision = Storage,
        Step = new StepOptions { SkipNonFinite = true, Accumulate = Accumulate },
    };
}
