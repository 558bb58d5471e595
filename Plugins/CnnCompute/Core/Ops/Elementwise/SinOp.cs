// Sine of an angle in radians.
namespace CnnCompute;

/// <summary>The sine of an angle in radians.</summary>
public sealed record SinOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/sin";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * node.Inputs[0].Cos()];
}

public readonly partial record struct Tensor
{
    /// <summary>The sine of an angle in radians, as torch.sin; good to 1e-6 for |x| up to 10^4.</summary>
    public Tensor Sin() => Graph.Append(new SinOp(), this);
}
