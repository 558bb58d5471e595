// Arc tangent in radians.
namespace CnnCompute;

/// <summary>The arc tangent in radians.</summary>
public sealed record AtanOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/atan";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad / (node.Inputs[0].Square() + 1f)];
}

public readonly partial record struct Tensor
{
    /// <summary>The arc tangent in radians, as torch.atan.</summary>
    public Tensor Atan() => Graph.Append(new AtanOp(), this);
}
