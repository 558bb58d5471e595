// What an experiment of `cnn lab` works with, and what it gives.
using Engine;

namespace CnnCompute;

/// <summary>What an experiment works with.</summary>
/// <param name="Gpu">The device.</param>
/// <param name="Pictures">What is learnt from; see <see cref="Train"/> and <see cref="Validation"/>.</param>
/// <param name="Seed">Decides everything that is random: equal seeds give equal pictures on one device.</param>
/// <param name="Quick">Whether a few seconds are all there is: the shape of the result, not its numbers.</param>
/// <param name="Say">Tells people how far it is, a line at a time.</param>
/// <param name="Cancellation">Asked between steps.</param>
internal sealed record LabContext(Gpu Gpu, Dataset Pictures, ulong Seed, bool Quick, Action<string> Say, CancellationToken Cancellation)
{
    /// <summary>Folder of Fashion-MNIST's files, where its pictures come from; null for the usual one.</summary>
    public string? Folder { get; init; }

    /// <summary>CIFAR-10, a folder or an archive, for experiments that look at it, too; null where it was not given.</summary>
    public string? Cifar { get; init; }

    /// <summary>A number that is smaller where it shall be quick.</summary>
    public int Of(int usual, int quick) => Quick ? quick : usual;

    /// <summary>The first pictures, to learn from; fewer where there are not as many.</summary>
    public Dataset Train(int count) => Part(0, Math.Min(count, Pictures.Count / 2));

    /// <summary>The last pictures of the same set, which are not learnt from. The test set is not for experiments.</summary>
    public Dataset Validation(int count) =>
        Part(Pictures.Count - Math.Min(count, Pictures.Count / 2), Math.Min(count, Pictures.Count / 2));

    private SubsetDataset Part(int first, int count) =>
        new($"{Pictures.Name} from {first}", Pictures, Enumerable.Range(first, count));
}

/// <summary>What an experiment gives.</summary>
/// <param name="Figure">The picture.</param>
/// <param name="Width">Pixels of each of its charts.</param>
/// <param name="Height">Pixels of each of its charts.</param>
/// <param name="Text">A paragraph that says what is to be seen.</param>
/// <param name="Columns">The table's heads; the first column names rows, the others are numbers.</param>
/// <param name="Rows">The table's rows.</param>
internal sealed record LabResult(
    Figure Figure, int Width, int Height, string Text, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Sheets of pictures beside the figure, by what is added to its file's name.</summary>
    public IReadOnlyList<(string Name, ContactSheet Sheet)> Sheets { get; init; } = [];
}
