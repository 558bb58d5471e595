// Exponential function.
namespace CnnCompute;

/// <summary>e to the power of x.</summary>
public sealed record ExpOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/exp";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * output];
}

public readonly partial record struct Tensor
{
    /// <summary>e to the power of x, as torch.exp.</summary>
    public Tensor Exp() => Graph.Append(new ExpOp(), this);
}
