// A layer that changes nothing.
namespace CnnCompute;

/// <summary>torch.nn.Identity: gives what it takes; put in another layer's place to do without that one.</summary>
public sealed class Identity : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x;
}
