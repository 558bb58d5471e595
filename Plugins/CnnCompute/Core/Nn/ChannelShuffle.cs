// A layer that mixes the channels of groups.
namespace CnnCompute;

/// <summary>torch.nn.ChannelShuffle: of channels seen as [groups, C / groups], the transposed order; shapes stay.</summary>
public sealed class ChannelShuffle : Module
{
    private readonly int groups;

    /// <summary>Among <paramref name="groups"/> groups, which divide the channels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No group.</exception>
    public ChannelShuffle(int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        this.groups = groups;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.ChannelShuffle(groups);
}
