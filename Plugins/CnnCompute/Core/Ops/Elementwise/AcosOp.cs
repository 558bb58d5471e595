// Arc cosine in radians.
namespace CnnCompute;

/// <summary>The arc cosine in radians.</summary>
public sealed record AcosOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/acos";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [-grad * (1f - node.Inputs[0].Square()).Rsqrt()];
}

public readonly partial record struct Tensor
{
    /// <summary>The arc cosine in radians, as torch.acos; NaN outside -1 to 1.</summary>
    public Tensor Acos() => Graph.Append(new AcosOp(), this);
}
