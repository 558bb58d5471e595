// A layer of average pooling.
namespace CnnCompute;

/// <summary>torch.nn.AvgPool2d: the mean of each window of [N,C,H,W]; the stride defaults to the kernel's size.</summary>
public sealed class AvgPool2d(
    Pair kernelSize, Pair? stride = null, Pair? padding = null, bool ceilMode = false, bool countIncludePad = true, int? divisorOverride = null)
    : Module
{
    private readonly PoolWindow window = new(kernelSize, stride ?? kernelSize, padding ?? 0, (1, 1), ceilMode);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AvgPool2d(window, countIncludePad, divisorOverride ?? 0);
}
