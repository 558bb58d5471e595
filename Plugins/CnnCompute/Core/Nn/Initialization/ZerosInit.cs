// Weights that begin at zero.
namespace CnnCompute;

/// <summary>torch.nn.init.zeros_.</summary>
[Named("zeros", "All zero: layers then give nothing, and equal neurons learn equally.")]
public sealed record ZerosInit(string? Names = null) : Initialization(Names)
{
    private protected override Func<float[]> Maker(string key, Shape shape, Philox random) => () => new float[shape.Count];
}
