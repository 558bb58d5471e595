// Weights whose rows or columns are orthonormal.
namespace CnnCompute;

/// <summary>
/// torch.nn.init.orthogonal_ (Saxe et al., 2014): a weight as a matrix of its outputs has orthonormal rows, or columns where it has fewer of them,
/// times a gain.
/// </summary>
[Named("orthogonal", "Rows (or columns) of weights are orthonormal: signals keep their lengths.")]
public sealed record OrthogonalInit(double Gain = 1, string? Names = null) : Initialization(Names)
{
    private protected override Func<float[]> Maker(string key, Shape shape, Philox random)
    {
        Weight(key, shape);
        return () => Init.Orthogonal(random, shape, Gain);
    }
}
