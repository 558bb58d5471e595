// Convolutions that begin as the identity.
namespace CnnCompute;

/// <summary>torch.nn.init.dirac_: output i of each group is its input i, as far as there are any; the others are zero.</summary>
[Named("dirac", "Convolutions begin as the identity, as far as they have as many inputs as outputs.")]
public sealed record DiracInit(int Groups = 1, string? Names = null) : Initialization(Names)
{
    private protected override Func<float[]> Maker(string key, Shape shape, Philox random)
    {
        if (shape.Rank is < 3 or > 5 || Groups < 1 || shape[0] % Groups != 0)
            throw new ArgumentException($"Dirac: {key} {shape} must be the weight of a convolution whose outputs divide into {Groups} groups");
        return () => Init.Dirac(shape, Groups);
    }
}
