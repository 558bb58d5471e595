// Which data are trained on, and how they are parted.
namespace CnnCompute;

/// <summary>Where samples are kept between epochs.</summary>
public enum CacheMode
{
    /// <summary>In their files; each is decoded whenever it is needed.</summary>
    None,

    /// <summary>Decoded once, in memory.</summary>
    Memory,

    /// <summary>Decoded once, in memory and on the device, to which steps then send numbers of samples alone (<see cref="ResidentDataset"/>).</summary>
    Device,
}

/// <summary>What <see cref="DataSets.Open"/> opens.</summary>
public sealed record DataSettings
{
    /// <summary>
    /// <c>fashion-mnist</c>, <c>mnist</c> or <c>cifar10</c>, perhaps with <c>=PATH</c> for where its files are; or the path of a folder with a folder
    /// per class, of a zip of such folders, or of a CSV of file,label.
    /// </summary>
    public string Data { get; init; } = "fashion-mnist";

    /// <summary>Rows and columns of a sample; null for the data set's own, and for pictures of many sizes at most 64.</summary>
    public int? Side { get; init; }

    /// <summary>1 for grey, 3 for RGB; null for the data set's own, which is 3 for picture files.</summary>
    public int? Channels { get; init; }

    /// <summary>Share of the samples to learn from that is set aside to choose by; 0 for none. A folder <c>val</c> comes before it.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Share of all samples that is set aside to report on where the data set has no test part of its own; 0 for none.</summary>
    public double TestShare { get; init; } = 0.1;

    /// <summary>Decides which samples are set aside, which are left out by <see cref="Limit"/>, and the order of balanced sampling.</summary>
    public int Seed { get; init; }

    /// <summary>Whether each class is parted for itself, so that all parts have the same shares of classes.</summary>
    public bool Stratified { get; init; } = true;

    /// <summary>Whether classes come equally often in training, however many samples they have (<see cref="BalancedSampler"/>).</summary>
    public bool Balanced { get; init; }

    /// <summary>Whether the loss weighs rare classes more (<see cref="DatasetStatistics.ClassWeights"/>).</summary>
    public bool ClassWeights { get; init; }

    /// <summary>The most samples of each class to learn and choose from; the test part is never cut. Null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Where samples are kept; null for memory where they need at most a quarter of it, else none.</summary>
    public CacheMode? Cache { get; init; }

    /// <summary>Class names by label for a CSV, whose labels are then these or their numbers; null to take the labels that there are.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is not possible; one sentence.</exception>
    public void Validate()
    {
        Require(Data.Length > 0, "Data", Data, "a name or a path");
        Require(Side is null or (>= 1 and <= MostSide), "Side", Side, $"1 to {MostSide}");
        Require(Channels is null or 1 or 3, "Channels", Channels, "1 (grey) or 3 (RGB)");
        Require(ValidationShare is >= 0 and < 1, "ValidationShare", ValidationShare, "0 to below 1");
        Require(TestShare is >= 0 and < 1, "TestShare", TestShare, "0 to below 1");
        Require(ValidationShare + TestShare < 1, "ValidationShare and TestShare together", ValidationShare + TestShare, "below 1");
        Require(Limit is null or >= 1, "Limit", Limit, "at least 1");
        Require(Classes is null || Classes.Distinct().Count() == Classes.Count, "Classes", "a list with a name twice", "a list of different names");
        Require(!(Balanced && ClassWeights), "Balanced with ClassWeights", "both", "one of them, as both do the same");
    }

    private const int MostSide = 4096;

    private static void Require(bool holds, string name, object? value, string range)
    {
        if (!holds)
            throw new ArgumentException($"{name} is {value}; it must be {range}");
    }
}
