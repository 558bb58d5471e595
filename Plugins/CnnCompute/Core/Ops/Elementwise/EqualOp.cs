// Elementwise comparison: equal to.
namespace CnnCompute;

/// <summary>Whether a is equal to b, with NumPy broadcasting: Bool.</summary>
public sealed record EqualOp : ComparisonOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/equal";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32, DType.Bool];
}

public readonly partial record struct Tensor
{
    /// <summary>Whether each element is equal to the other's, broadcast, as torch.eq: Bool.</summary>
    public Tensor Equal(Tensor other) => Graph.Append(new EqualOp(), this, other);

    /// <summary>Whether each element is equal to a number: Bool.</summary>
    public Tensor Equal(float other) => Equal(Graph.Fill(Shape.Scalar, other, Type));
}
