// A layer of gated linear units.
namespace CnnCompute;

/// <summary>torch.nn.GLU: the first half along dim times the sigmoid of the second.</summary>
public sealed class GLU(int dim = -1) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Glu(dim);
}
