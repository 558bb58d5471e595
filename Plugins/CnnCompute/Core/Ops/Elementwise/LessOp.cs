// Elementwise comparison: less than.
namespace CnnCompute;

/// <summary>Whether a is less than b, with NumPy broadcasting: Bool.</summary>
public sealed record LessOp : ComparisonOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/less";
}

public readonly partial record struct Tensor
{
    /// <summary>Whether each element is less than the other's, broadcast, as torch.lt: Bool.</summary>
    public Tensor Less(Tensor other) => Graph.Append(new LessOp(), this, other);

    /// <summary>Whether each element is less than a number: Bool.</summary>
    public Tensor Less(float other) => Less(Graph.Fill(Shape.Scalar, other, Type));

    /// <summary>Whether each element is greater than the other's, broadcast, as torch.gt: Bool.</summary>
    public Tensor Greater(Tensor other) => Graph.Append(new LessOp(), other, this);

    /// <summary>Whether each element is greater than a number: Bool.</summary>
    public Tensor Greater(float other) => Greater(Graph.Fill(Shape.Scalar, other, Type));
}
