// A layer of local response normalisation.
namespace CnnCompute;

/// <summary>
/// torch.nn.LocalResponseNorm over the channels of [N,C,...]; with <paramref name="divideAlpha"/> false and k = 2 that of AlexNet's paper, whose
/// alpha multiplies the plain sum of squares.
/// </summary>
public sealed class LocalResponseNorm(int size, float alpha = 1e-4f, float beta = 0.75f, float k = 1, bool divideAlpha = true) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LocalResponseNorm(size, alpha, beta, k, divideAlpha);
}
