// Inverse hyperbolic sine.
namespace CnnCompute;

/// <summary>The inverse hyperbolic sine.</summary>
public sealed record AsinhOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/asinh";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * (node.Inputs[0].Square() + 1f).Rsqrt()];
}

public readonly partial record struct Tensor
{
    /// <summary>The inverse hyperbolic sine, as torch.asinh.</summary>
    public Tensor Asinh() => Graph.Append(new AsinhOp(), this);
}
