// Arc sine in radians.
namespace CnnCompute;

/// <summary>The arc sine in radians.</summary>
public sealed record AsinOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/asin";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * (1f - node.Inputs[0].Square()).Rsqrt()];
}

public readonly partial record struct Tensor
{
    /// <summary>The arc sine in radians, as torch.asin; NaN outside -1 to 1.</summary>
    public Tensor Asin() => Graph.Append(new AsinOp(), this);
}
