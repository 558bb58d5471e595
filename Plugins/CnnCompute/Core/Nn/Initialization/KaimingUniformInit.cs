// Weights by He et al., uniform.
namespace CnnCompute;

/// <summary>torch.nn.init.kaiming_uniform_: uniform in ±gain·√(3 / fan).</summary>
[Named("kaiming-uniform", "Uniform, so that signals (fan in) or gradients (fan out) keep their variance through rectifiers.")]
public sealed record KaimingUniformInit(string Fan = "in", string Nonlinearity = "relu", double Slope = 0.01, string? Names = null)
    : KaimingInit(Fan, Nonlinearity, Slope, Names)
{
    private protected override Func<float[]> Maker(string key, Shape shape, Philox random)
    {
        var bound = (float)(Std(key, shape) * Math.Sqrt(3));
        return () => Init.Uniform(random, shape.Count, bound);
    }
}
