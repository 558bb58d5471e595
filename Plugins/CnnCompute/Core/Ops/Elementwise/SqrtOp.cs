// Square root.
namespace CnnCompute;

/// <summary>The square root; NaN below 0.</summary>
public sealed record SqrtOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/sqrt";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * 0.5f / output];
}

public readonly partial record struct Tensor
{
    /// <summary>The square root, as torch.sqrt.</summary>
    public Tensor Sqrt() => Graph.Append(new SqrtOp(), this);
}
