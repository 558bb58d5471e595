// Makes the pixels of pictures uncorrelated, as pictures.
namespace CnnCompute;

/// <summary>
/// The whitening that stays nearest to the picture (Bell &amp; Sejnowski, 1997; Krizhevsky, 2009): V diag(1 / sqrt(eigenvalue + <paramref
/// name="Epsilon"/>)) V' of centred pictures, of values of 0 to 1.
/// </summary>
[Named("zca-whitening", "Makes pixels uncorrelated; the result still looks like the picture.")]
public sealed record ZcaWhitening(float Epsilon = 1e-2f) : StatisticsTransform
{
    internal override Tensor Apply(Tensor images, DataStatistics statistics)
    {
        var size = statistics.Values.Length;
        return statistics.Project(images, statistics.Whitening(size, Epsilon, back: true), size).Reshape(images.Shape);
    }

    internal override bool Whitens => true;
}
