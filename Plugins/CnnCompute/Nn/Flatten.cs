// A layer that lays the axes of each sample in a row.
namespace CnnCompute;

/// <summary>torch.nn.Flatten: [N,C,H,W] becomes [N,C·H·W], in NCHW order.</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Flatten();
}
