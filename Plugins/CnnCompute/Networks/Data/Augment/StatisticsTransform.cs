// The base of transforms that know the training set.
namespace CnnCompute;

/// <summary>A change by numbers that were found in the training set, the same for every picture.</summary>
public abstract record StatisticsTransform : Transform
{
    internal sealed override bool IsRandom => false;

    internal sealed override bool NeedsStatistics => true;

    /// <summary>Appends it.</summary>
    internal abstract Tensor Apply(Tensor images, DataStatistics statistics);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The batch has no statistics, or those of other pictures.</exception>
    public sealed override TrainingBatch Apply(TrainingBatch batch)
    {
        var (statistics, x) = (batch.Statistics, batch.Images.Shape);
        if (statistics is null || (Whitens && statistics.Values.Length == 0))
        {
            throw new InvalidOperationException($"{Transforms.NameOf(this)} needs statistics of the training set"
                + $"{(statistics is null ? "" : " with its principal components")}; they are made by DataStatistics.For");
        }
        if (statistics.Channels != x[1] || ((Whitens || this is CentreImage) && (statistics.Height, statistics.Width) != (x[2], x[3])))
        {
            throw new InvalidOperationException($"{Transforms.NameOf(this)} has statistics of {statistics.Channels}x{statistics.Height}x"
                + $"{statistics.Width} pictures for pictures of {x[1]}x{x[2]}x{x[3]}; put it before what changes their size");
        }
        return batch with { Images = Apply(batch.Images, statistics) };
    }
}
