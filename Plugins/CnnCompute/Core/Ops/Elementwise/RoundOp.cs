// Rounding to the nearest whole number.
namespace CnnCompute;

/// <summary>The nearest whole number; halves go to the even one.</summary>
public sealed record RoundOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/round";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];
}

public readonly partial record struct Tensor
{
    /// <summary>Rounded to the nearest whole number, halves to the even one, as torch.round; its gradient is 0.</summary>
    public Tensor Round() => Graph.Append(new RoundOp(), this);
}
