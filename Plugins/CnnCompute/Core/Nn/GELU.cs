// A layer of Gaussian error linear units.
namespace CnnCompute;

/// <summary>torch.nn.GELU: x times the normal distribution function at x; <paramref name="approximate"/> is "none" or "tanh".</summary>
/// <exception cref="ArgumentException">approximate is neither.</exception>
public sealed class GELU(string approximate = "none") : Module
{
    private readonly bool tanh = approximate is "none" or "tanh"
        ? approximate == "tanh"
        : throw new ArgumentException($"GELU: approximate is \"{approximate}\", it must be \"none\" or \"tanh\"", nameof(approximate));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Gelu(tanh);
}
