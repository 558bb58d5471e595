// Takes the mean picture of the training set from pictures.
namespace CnnCompute;

/// <summary>
/// Each picture less the mean of all training pictures.
/// </summary>
[Named("centre-image", "Takes away the mean picture of the training set.")]
public sealed record CentreImage() : StatisticsTransform
{
    internal override Tensor Apply(Tensor images, DataStatistics statistics) =>
        images - statistics.Constant(images, "mean image", new Shape(1, images.Shape[1], images.Shape[2], images.Shape[3]), statistics.MeanImage);
}
