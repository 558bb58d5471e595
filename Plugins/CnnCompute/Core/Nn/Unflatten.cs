// A layer that splits an axis into several.
namespace CnnCompute;

/// <summary>torch.nn.Unflatten: axis <paramref name="dim"/> becomes axes of the given sizes, of which one may be -1, in row-major order.</summary>
public sealed class Unflatten(int dim, params int[] unflattenedSize) : Module
{
    private readonly int[] sizes = [.. unflattenedSize];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Unflatten(dim, sizes);
}
