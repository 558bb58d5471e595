// Tangent of an angle in radians.
namespace CnnCompute;

/// <summary>The tangent of an angle in radians.</summary>
public sealed record TanOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/tan";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * (output.Square() + 1f)];
}

public readonly partial record struct Tensor
{
    /// <summary>The tangent of an angle in radians, as torch.tan.</summary>
    public Tensor Tan() => Graph.Append(new TanOp(), this);
}
