// A layer of max pooling.
namespace CnnCompute;

/// <summary>torch.nn.MaxPool2d: the largest element of each window of [N,C,H,W]; the stride defaults to the kernel's size.</summary>
public sealed class MaxPool2d(Pair kernelSize, Pair? stride = null, Pair? padding = null, Pair? dilation = null, bool ceilMode = false) : Module
{
    private readonly PoolWindow window = new(kernelSize, stride ?? kernelSize, padding ?? 0, dilation ?? 1, ceilMode);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.MaxPool2d(window);
}
