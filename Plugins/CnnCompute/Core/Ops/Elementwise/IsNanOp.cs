// Test for what is no number.
namespace CnnCompute;

/// <summary>Whether x is NaN.</summary>
public sealed record IsNanOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/is_nan";

    /// <inheritdoc/>
    protected override bool GivesTruth => true;

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];
}

public readonly partial record struct Tensor
{
    /// <summary>Whether each element is NaN, as torch.isnan.</summary>
    public Tensor IsNan() => Graph.Append(new IsNanOp(), this);
}
