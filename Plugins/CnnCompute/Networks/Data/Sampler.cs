// In which order samples come in an epoch.
namespace CnnCompute;

/// <summary>
/// The sample at each position of each epoch, as a pure function, so that any thread can ask for any position and training continues anywhere.
/// </summary>
public abstract class Sampler
{
    /// <summary>Positions of an epoch.</summary>
    public abstract int Count { get; }

    /// <summary>The number of the sample at <paramref name="position"/> (0 to <see cref="Count"/> - 1) of an epoch; allocates nothing.</summary>
    public abstract int Sample(long epoch, int position);
}

/// <summary>The data set's own order, the same in every epoch.</summary>
public sealed class SequentialSampler(int count) : Sampler
{
    /// <inheritdoc/>
    public override int Count => count;

    /// <inheritdoc/>
    public override int Sample(long epoch, int position) => position;
}

/// <summary>Every sample once an epoch, in an order that depends on (seed, epoch).</summary>
public sealed class ShuffledSampler(int count, ulong seed) : Sampler
{
    /// <inheritdoc/>
    public override int Count => count;

    /// <inheritdoc/>
    public override int Sample(long epoch, int position) => new Permutation(count, seed, epoch)[position];
}

/// <summary>
/// Every class equally often in each epoch, however many samples it has, in an order that depends on (seed, epoch). An epoch is about as long as the
/// data set. Within a class no sample comes again before all others of it have come, across epochs: those of a large class are all seen in time.
/// </summary>
public sealed class BalancedSampler : Sampler
{
    // Separates the orders within classes from the order of an epoch, and from each other.
    private const ulong ClassStream = 0x9E3779B97F4A7C15;

    private readonly int[][] byClass;
    private readonly ulong seed;
    private readonly int draws;

    /// <summary>Draws evenly from the classes of <paramref name="dataset"/> that have samples.</summary>
    /// <exception cref="ArgumentException">The data set is empty.</exception>
    public BalancedSampler(Dataset dataset, ulong seed)
    {
        this.seed = seed;
        byClass = [.. Enumerable.Range(0, dataset.Count).GroupBy(dataset.Label).OrderBy(g => g.Key).Select(g => g.ToArray())];
        if (byClass.Length == 0)
            throw new ArgumentException($"{dataset.Name} has no samples to draw from", nameof(dataset));
        draws = Math.Max(1, (int)Math.Round((double)dataset.Count / byClass.Length));
    }

    /// <inheritdoc/>
    public override int Count => checked(draws * byClass.Length);

    /// <inheritdoc/>
    public override int Sample(long epoch, int position)
    {
        var drawn = new Permutation(Count, seed, epoch)[position];
        var (draw, label) = Math.DivRem(drawn, byClass.Length);
        var samples = byClass[label];
        var (pass, place) = Math.DivRem((epoch * draws) + draw, samples.Length);
        return samples[new Permutation(samples.Length, seed ^ (ClassStream * (ulong)(label + 1)), pass)[(int)place]];
    }
}
