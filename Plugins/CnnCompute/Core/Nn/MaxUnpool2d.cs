// A layer that puts maxima back.
namespace CnnCompute;

/// <summary>torch.nn.MaxUnpool2d: maxima go back to where <see cref="MaxPool2d"/> with these arguments found them, all else is 0.</summary>
public sealed class MaxUnpool2d(Pair kernelSize, Pair? stride = null, Pair? padding = null) : Module
{
    /// <summary>Needs indices: use <see cref="Forward(Tensor, Tensor, Pair?)"/>.</summary>
    public override Tensor Forward(Tensor x) => throw new NotSupportedException("MaxUnpool2d: call it with the indices of the maxima");

    /// <summary>
    /// Unpools <paramref name="x"/> by <paramref name="indices"/>; the output size is the one that pooling without remainder came from, unless given.
    /// </summary>
    public Tensor Forward(Tensor x, Tensor indices, Pair? outputSize = null)
    {
        Pair s = stride ?? kernelSize, p = padding ?? 0;
        var size = outputSize ?? new Pair((x.Shape[2] - 1) * s.H - 2 * p.H + kernelSize.H, (x.Shape[3] - 1) * s.W - 2 * p.W + kernelSize.W);
        return x.MaxUnpool2d(indices, size.H, size.W);
    }
}
