// A layer that lays several axes in a row.
namespace CnnCompute;

/// <summary>
/// torch.nn.Flatten: axes <paramref name="startDim"/> to <paramref name="endDim"/> become one, in row-major order; as given, [N,C,H,W] becomes
/// [N,C·H·W].
/// </summary>
public sealed class Flatten(int startDim = 1, int endDim = -1) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Flatten(startDim, endDim);
}
