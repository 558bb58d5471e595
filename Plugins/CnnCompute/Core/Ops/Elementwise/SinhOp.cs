// Hyperbolic sine.
namespace CnnCompute;

/// <summary>The hyperbolic sine.</summary>
public sealed record SinhOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/sinh";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * node.Inputs[0].Cosh()];
}

public readonly partial record struct Tensor
{
    /// <summary>The hyperbolic sine, as torch.sinh.</summary>
    public Tensor Sinh() => Graph.Append(new SinhOp(), this);
}
