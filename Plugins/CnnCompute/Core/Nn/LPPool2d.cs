// A layer of Lp pooling.
namespace CnnCompute;

/// <summary>
/// torch.nn.LPPool2d: the p-norm of each window of [N,C,H,W], of signed powers where p is odd; the stride defaults to the kernel's size.
/// </summary>
public sealed class LPPool2d(float normType, Pair kernelSize, Pair? stride = null, bool ceilMode = false) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) =>
        x.SignedLpPool2d(normType, new PoolWindow(kernelSize, stride ?? kernelSize, (0, 0), (1, 1), ceilMode));
}
