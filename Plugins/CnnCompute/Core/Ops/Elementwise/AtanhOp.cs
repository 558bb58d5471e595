// Inverse hyperbolic tangent.
namespace CnnCompute;

/// <summary>The inverse hyperbolic tangent.</summary>
public sealed record AtanhOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/atanh";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad / (1f - node.Inputs[0].Square())];
}

public readonly partial record struct Tensor
{
    /// <summary>The inverse hyperbolic tangent, as torch.atanh; NaN outside -1 to 1.</summary>
    public Tensor Atanh() => Graph.Append(new AtanhOp(), this);
}
