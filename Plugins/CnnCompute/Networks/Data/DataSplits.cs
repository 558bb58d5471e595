// The parts of a data set: to learn from, to choose by, to report on.
namespace CnnCompute;

/// <summary>
/// Parts of one data set that share no sample. Choices (the best epoch, when to stop, a rate) are made on <paramref name="Validation"/> alone;
/// <paramref name="Test"/> is looked at for the report.
/// </summary>
/// <param name="Train">Samples to learn from.</param>
/// <param name="Validation">Samples by which choices are made; null: none are made, the last epoch counts.</param>
/// <param name="Test">Samples to report on; null where there are none.</param>
public sealed record DataSplits(Dataset Train, Dataset? Validation, Dataset? Test)
{
    /// <summary>Which samples an epoch of training has; null for each once, shuffled.</summary>
    public Sampler? Sampler { get; init; }

    /// <summary>Weights of classes in the training loss, by label; null for none.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>Where samples are kept.</summary>
    public CacheMode Cache { get; init; }

    /// <summary>A sentence about each picture that could not be read and is left out; it names the file.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>Sentences for people about what was noticed and decided, unreadable pictures (the first ten by name) included.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// Tells the same samples, parted in the same way, from others: the fingerprints of the parts, see <see cref="Dataset.Fingerprint"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">A sample's file is damaged; it is named.</exception>
    public string Fingerprint() => string.Join(' ', new[] { Train, Validation, Test }.Select(part => part?.Fingerprint() ?? "-"));
}
