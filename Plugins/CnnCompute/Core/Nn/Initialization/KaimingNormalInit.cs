// Weights by He et al., normal.
namespace CnnCompute;

/// <summary>torch.nn.init.kaiming_normal_: normal with deviation gain / √fan.</summary>
[Named("kaiming-normal", "Normal, so that signals (fan in) or gradients (fan out) keep their variance through rectifiers.")]
public sealed record KaimingNormalInit(string Fan = "in", string Nonlinearity = "relu", double Slope = 0.01, string? Names = null)
    : KaimingInit(Fan, Nonlinearity, Slope, Names)
{
    private protected override Func<float[]> Maker(string key, Shape shape, Philox random)
    {
        var std = (float)Std(key, shape);
        return () => Init.Normal(random, shape.Count, std);
    }
}
