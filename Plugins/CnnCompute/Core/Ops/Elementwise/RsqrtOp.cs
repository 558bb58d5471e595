// Reciprocal square root.
namespace CnnCompute;

/// <summary>1 / sqrt(x).</summary>
public sealed record RsqrtOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/rsqrt";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * -0.5f * output / node.Inputs[0]];
}

public readonly partial record struct Tensor
{
    /// <summary>1 / sqrt(x), as torch.rsqrt.</summary>
    public Tensor Rsqrt() => Graph.Append(new RsqrtOp(), this);
}
