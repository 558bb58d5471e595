// Weights by Glorot and Bengio, uniform.
namespace CnnCompute;

/// <summary>torch.nn.init.xavier_uniform_: uniform in ±gain·√(6 / (fan_in + fan_out)) (Glorot and Bengio, 2010).</summary>
[Named("xavier-uniform", "Uniform, so that signals keep their variance both ways through layers without rectifiers.")]
public sealed record XavierUniformInit(double Gain = 1, string? Names = null) : Initialization(Names)
{
    private protected override Func<float[]> Maker(string key, Shape shape, Philox random)
    {
        Weight(key, shape);
        return () => Init.XavierUniform(random, shape, Gain);
    }
}
