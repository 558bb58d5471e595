// Rounding towards zero.
namespace CnnCompute;

/// <summary>The whole number next to x, towards zero.</summary>
public sealed record TruncOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/trunc";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];
}

public readonly partial record struct Tensor
{
    /// <summary>Rounded towards zero, as torch.trunc; its gradient is 0.</summary>
    public Tensor Trunc() => Graph.Append(new TruncOp(), this);
}
