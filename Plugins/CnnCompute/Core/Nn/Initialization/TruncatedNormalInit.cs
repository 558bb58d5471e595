// Weights of the normal distribution without its tails.
namespace CnnCompute;

/// <summary>torch.nn.init.trunc_normal_ around 0: drawn again beyond <paramref name="Most"/> deviations of <paramref name="Std"/>.</summary>
[Named("truncated-normal", "Normal with a deviation of std, drawn again beyond most deviations.")]
public sealed record TruncatedNormalInit(float Std = 0.02f, float Most = 2, string? Names = null) : Initialization(Names)
{
    /// <summary>How many deviations are let pass.</summary>
    public float Most { get; init; } = Most >= 0.1f
        ? Most
        : throw new ArgumentOutOfRangeException(nameof(Most), Most, $"Truncated normal: most is {Most}; below 0.1 it would draw for ever");

    private protected override Func<float[]> Maker(string key, Shape shape, Philox random) =>
        () => Init.TruncatedNormal(random, shape.Count, Std, Most);
}
