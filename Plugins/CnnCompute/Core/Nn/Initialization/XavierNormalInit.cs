// Weights by Glorot and Bengio, normal.
namespace CnnCompute;

/// <summary>torch.nn.init.xavier_normal_: normal with deviation gain·√(2 / (fan_in + fan_out)) (Glorot and Bengio, 2010).</summary>
[Named("xavier-normal", "Normal, so that signals keep their variance both ways through layers without rectifiers.")]
public sealed record XavierNormalInit(double Gain = 1, string? Names = null) : Initialization(Names)
{
    private protected override Func<float[]> Maker(string key, Shape shape, Philox random)
    {
        Weight(key, shape);
        return () => Init.XavierNormal(random, shape, Gain);
    }
}
