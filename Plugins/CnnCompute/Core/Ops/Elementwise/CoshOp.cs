// Hyperbolic cosine.
namespace CnnCompute;

/// <summary>The hyperbolic cosine.</summary>
public sealed record CoshOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/cosh";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * node.Inputs[0].Sinh()];
}

public readonly partial record struct Tensor
{
    /// <summary>The hyperbolic cosine, as torch.cosh.</summary>
    public Tensor Cosh() => Graph.Append(new CoshOp(), this);
}
