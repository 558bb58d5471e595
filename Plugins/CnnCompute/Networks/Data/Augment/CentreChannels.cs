// Takes the mean of each channel of the training set from pictures.
namespace CnnCompute;

/// <summary>
/// Each channel less its mean over all training pictures.
/// </summary>
[Named("centre-channels", "Takes away the mean of each channel of the training set.")]
public sealed record CentreChannels() : StatisticsTransform
{
    internal override Tensor Apply(Tensor images, DataStatistics statistics) =>
        images - statistics.Constant(images, "channel means", new Shape(1, images.Shape[1], 1, 1), statistics.ChannelMean);
}
