// Inverse hyperbolic cosine.
namespace CnnCompute;

/// <summary>The inverse hyperbolic cosine.</summary>
public sealed record AcoshOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/acosh";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * (node.Inputs[0].Square() - 1f).Rsqrt()];
}

public readonly partial record struct Tensor
{
    /// <summary>The inverse hyperbolic cosine, as torch.acosh; NaN below 1.</summary>
    public Tensor Acosh() => Graph.Append(new AcoshOp(), this);
}
