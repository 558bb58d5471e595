// A layer of maxima over groups of channels.
namespace CnnCompute;

/// <summary>Maxima of <paramref name="pieces"/> neighbouring channels each (Goodfellow et al., 2013): [N,C,...] to [N,C/pieces,...].</summary>
public sealed class Maxout(int pieces) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Maxout(pieces);
}
