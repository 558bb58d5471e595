// Cosine of an angle in radians.
namespace CnnCompute;

/// <summary>The cosine of an angle in radians.</summary>
public sealed record CosOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/cos";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [-grad * node.Inputs[0].Sin()];
}

public readonly partial record struct Tensor
{
    /// <summary>The cosine of an angle in radians, as torch.cos; good to 1e-6 for |x| up to 10^4.</summary>
    public Tensor Cos() => Graph.Append(new CosOp(), this);
}
