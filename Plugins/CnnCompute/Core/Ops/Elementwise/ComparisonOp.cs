// Comparisons of numbers and of truth values, element by element: one kernel, specialised by the comparison.
namespace CnnCompute;

/// <summary>A comparison of two operands; the shader counts them in this order.</summary>
public enum Comparison
{
    /// <summary>a &lt; b.</summary>
    Less,

    /// <summary>a &lt;= b.</summary>
    LessEqual,

    /// <summary>a == b, also of truth values.</summary>
    Equal,

    /// <summary>a != b, also of truth values.</summary>
    NotEqual,

    /// <summary>Whether both of two truth values are true.</summary>
    And,

    /// <summary>Whether at least one of two truth values is true.</summary>
    Or,
}

/// <summary>A comparison of two tensors with NumPy broadcasting: Bool, which no gradient passes.</summary>
/// <param name="Kind">Which comparison.</param>
public sealed record ComparisonOp(Comparison Kind) : BroadcastOp
{
    /// <inheritdoc/>
    public override string Name => Kind.ToString();

    /// <inheritdoc/>
    protected override string Shader => "Cnn/comparison";

    /// <inheritdoc/>
    protected override (int Id, uint Value)[] Constants => [(5, (uint)Kind)];

    /// <inheritdoc/>
    protected override DType[] Takes => Kind switch
    {
        Comparison.Less or Comparison.LessEqual => [DType.F32, DType.I32],
        Comparison.Equal or Comparison.NotEqual => [DType.F32, DType.I32, DType.Bool],
        _ => [DType.Bool],
    };

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        base.InferType(inputs);
        return DType.Bool;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, null];
}

public readonly partial record struct Tensor
{
    /// <summary>Whether each element is less than the other's, broadcast, as torch.lt: Bool.</summary>
    public Tensor Less(Tensor other) => Compare(Comparison.Less, other);

    /// <summary>Whether each element is less than a number: Bool.</summary>
    public Tensor Less(float other) => Less(Alike(other));

    /// <summary>Whether each element is less than or equal to the other's, broadcast, as torch.le: Bool.</summary>
    public Tensor LessEqual(Tensor other) => Compare(Comparison.LessEqual, other);

    /// <summary>Whether each element is less than or equal to a number: Bool.</summary>
    public Tensor LessEqual(float other) => LessEqual(Alike(other));

    /// <summary>Whether each element is greater than the other's, broadcast, as torch.gt: Bool.</summary>
    public Tensor Greater(Tensor other) => Graph.Append(new ComparisonOp(Comparison.Less), other, this);

    /// <summary>Whether each element is greater than a number: Bool.</summary>
    public Tensor Greater(float other) => Greater(Alike(other));

    /// <summary>Whether each element is greater than or equal to the other's, broadcast, as torch.ge: Bool.</summary>
    public Tensor GreaterEqual(Tensor other) => Graph.Append(new ComparisonOp(Comparison.LessEqual), other, this);

    /// <summary>Whether each element is greater than or equal to a number: Bool.</summary>
    public Tensor GreaterEqual(float other) => GreaterEqual(Alike(other));

    /// <summary>Whether each element is equal to the other's, broadcast, as torch.eq: Bool.</summary>
    public Tensor Equal(Tensor other) => Compare(Comparison.Equal, other);

    /// <summary>Whether each element is equal to a number: Bool.</summary>
    public Tensor Equal(float other) => Equal(Alike(other));

    /// <summary>Whether each element is not equal to the other's, broadcast, as torch.ne: Bool.</summary>
    public Tensor NotEqual(Tensor other) => Compare(Comparison.NotEqual, other);

    /// <summary>Whether each element is not equal to a number: Bool.</summary>
    public Tensor NotEqual(float other) => NotEqual(Alike(other));

    /// <summary>Whether both of two truth values are true, broadcast, as torch.logical_and.</summary>
    public Tensor And(Tensor other) => Compare(Comparison.And, other);

    /// <summary>Whether at least one of two truth values is true, broadcast, as torch.logical_or.</summary>
    public Tensor Or(Tensor other) => Compare(Comparison.Or, other);

    /// <summary>Whether one of two truth values is true, not both, broadcast, as torch.logical_xor.</summary>
    /// <exception cref="ShapeException">The operands are not Bool.</exception>
    public Tensor Xor(Tensor other) =>
        Type == DType.Bool ? NotEqual(other) : throw new ShapeException($"Xor with element types {Type}, {other.Type}: only Bool can be taken");

    private Tensor Compare(Comparison kind, Tensor other) => Graph.Append(new ComparisonOp(kind), this, other);

    // A number as an operand of this tensor's type.
    private Tensor Alike(float value) => Graph.Fill(Shape.Scalar, value, Type);
}
