// Turns pictures into uncorrelated numbers of deviation 1.
namespace CnnCompute;

/// <summary>
/// The <paramref name="Components"/> largest principal components of centred pictures (0 for all), each divided by its deviation, sqrt(eigenvalue +
/// <paramref name="Epsilon"/>), of values of 0 to 1: [N,components,1,1].
/// </summary>
[Named("pca-whitening", "Gives uncorrelated principal components of deviation 1.")]
public sealed record PcaWhitening(int Components = 0, float Epsilon = 1e-3f) : StatisticsTransform
{
    internal override Tensor Apply(Tensor images, DataStatistics statistics)
    {
        var kept = Components > 0 ? Math.Min(Components, statistics.Values.Length) : statistics.Values.Length;
        return statistics.Project(images, statistics.Whitening(kept, Epsilon, back: false), kept).Reshape(images.Shape[0], kept, 1, 1);
    }

    internal override bool Whitens => true;
}
