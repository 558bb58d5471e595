// Brings each channel of the training set to mean 0 and deviation 1.
namespace CnnCompute;

/// <summary>
/// Each channel less its mean, divided by its deviation, both over all pixels of all training pictures.
/// </summary>
[Named("standardize", "Brings each channel to mean 0 and deviation 1.")]
public sealed record Standardize() : StatisticsTransform
{
    internal override Tensor Apply(Tensor images, DataStatistics statistics)
    {
        var shape = new Shape(1, images.Shape[1], 1, 1);
        return (images - statistics.Constant(images, "channel means", shape, statistics.ChannelMean))
            * statistics.Constant(images, "channel factors", shape, [.. statistics.ChannelDeviation.Select(d => 1 / Math.Max(d, 1e-6f))]);
    }
}
