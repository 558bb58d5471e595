// Weights of the normal distribution.
namespace CnnCompute;

/// <summary>torch.nn.init.normal_: deviation <paramref name="Std"/> around <paramref name="Mean"/>, whatever the layer's size.</summary>
[Named("normal", "Normal with a deviation of std, whatever the layer's size.")]
public sealed record NormalInit(float Std = 0.01f, float Mean = 0, string? Names = null) : Initialization(Names)
{
    private protected override Func<float[]> Maker(string key, Shape shape, Philox random) => () => Init.Normal(random, shape.Count, Std, Mean);
}
