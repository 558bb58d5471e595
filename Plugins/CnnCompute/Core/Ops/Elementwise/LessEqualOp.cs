// Elementwise comparison: less than or equal to.
namespace CnnCompute;

/// <summary>Whether a is less than or equal to b, with NumPy broadcasting: Bool.</summary>
public sealed record LessEqualOp : ComparisonOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/less_equal";
}

public readonly partial record struct Tensor
{
    /// <summary>Whether each element is less than or equal to the other's, broadcast, as torch.le: Bool.</summary>
    public Tensor LessEqual(Tensor other) => Graph.Append(new LessEqualOp(), this, other);

    /// <summary>Whether each element is less than or equal to a number: Bool.</summary>
    public Tensor LessEqual(float other) => LessEqual(Graph.Fill(Shape.Scalar, other, Type));

    /// <summary>Whether each element is greater than or equal to the other's, broadcast, as torch.ge: Bool.</summary>
    public Tensor GreaterEqual(Tensor other) => Graph.Append(new LessEqualOp(), other, this);

    /// <summary>Whether each element is greater than or equal to a number: Bool.</summary>
    public Tensor GreaterEqual(float other) => GreaterEqual(Graph.Fill(Shape.Scalar, other, Type));
}
