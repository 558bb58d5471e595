// Weights that begin at one number.
namespace CnnCompute;

/// <summary>torch.nn.init.constant_.</summary>
[Named("constant", "One number everywhere.")]
public sealed record ConstantInit(float Value, string? Names = null) : Initialization(Names)
{
    private protected override Func<float[]> Maker(string key, Shape shape, Philox random) => () => Init.Constant(shape.Count, Value);
}
