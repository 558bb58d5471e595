// Weights of the uniform distribution.
namespace CnnCompute;

/// <summary>torch.nn.init.uniform_: between <paramref name="Low"/> and <paramref name="High"/>.</summary>
[Named("uniform", "Uniform between low and high.")]
public sealed record UniformInit(float Low = -0.05f, float High = 0.05f, string? Names = null) : Initialization(Names)
{
    private protected override Func<float[]> Maker(string key, Shape shape, Philox random)
    {
        var (middle, reach) = ((Low + High) / 2, (High - Low) / 2);
        return () => Array.ConvertAll(Init.Uniform(random, shape.Count, reach), v => middle + v);
    }
}
