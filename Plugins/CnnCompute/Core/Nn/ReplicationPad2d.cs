// A border of repeated pixels as a layer.
namespace CnnCompute;

/// <summary>torch.nn.ReplicationPad2d: the outermost pixels repeated.</summary>
/// <param name="padding">For all sides, or (left, right, top, bottom); negative numbers crop.</param>
public sealed class ReplicationPad2d(Sides padding) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => padding.Pad(x, PadMode.Replicate);
}
