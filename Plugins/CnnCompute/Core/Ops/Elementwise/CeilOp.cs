// Rounding up.
namespace CnnCompute;

/// <summary>The whole number next to x, up.</summary>
public sealed record CeilOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/ceil";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];
}

public readonly partial record struct Tensor
{
    /// <summary>Rounded up, as torch.ceil; its gradient is 0.</summary>
    public Tensor Ceil() => Graph.Append(new CeilOp(), this);
}
