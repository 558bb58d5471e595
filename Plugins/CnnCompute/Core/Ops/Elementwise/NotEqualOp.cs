// Elementwise comparison: not equal to.
namespace CnnCompute;

/// <summary>Whether a is not equal to b, with NumPy broadcasting: Bool.</summary>
public sealed record NotEqualOp : ComparisonOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/not_equal";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32, DType.Bool];
}

public readonly partial record struct Tensor
{
    /// <summary>Whether each element is not equal to the other's, broadcast, as torch.ne: Bool.</summary>
    public Tensor NotEqual(Tensor other) => Graph.Append(new NotEqualOp(), this, other);

    /// <summary>Whether each element is not equal to a number: Bool.</summary>
    public Tensor NotEqual(float other) => NotEqual(Graph.Fill(Shape.Scalar, other, Type));

    /// <summary>Whether one of two truth values is true, not both, broadcast, as torch.logical_xor.</summary>
    /// <exception cref="ArgumentException">The operands are not Bool.</exception>
    public Tensor Xor(Tensor other) => Type == DType.Bool ? NotEqual(other) : throw new ArgumentException($"Xor of {Type}, {other.Type}: only Bool can be taken");
}
