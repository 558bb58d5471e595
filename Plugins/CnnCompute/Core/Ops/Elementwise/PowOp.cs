// Elementwise power with broadcasting.
namespace CnnCompute;

/// <summary>
/// a to the power of b with NumPy broadcasting. Negative bases have powers with whole exponents only, otherwise NaN; a^0 = 1^b = 1. Of I32 the
/// fractions that negative exponents make are cut to 0.
/// </summary>
public sealed record PowOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/pow";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var (graph, a, b) = (grad.Graph, node.Inputs[0], node.Inputs[1]);
        return [(grad * graph.Append(new PowSlopeOp(), a, b)).SumTo(a.Shape), (grad * graph.Append(new PowExponentSlopeOp(), a, b)).SumTo(b.Shape)];
    }
}

/// <summary>The slope of a power in its base: b * a^(b-1), and 0 where b = 0.</summary>
public sealed record PowSlopeOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/pow_slope";

    /// <inheritdoc/>
    public override Tensor? Composite(Node node) => node.Inputs[1] * node.Inputs[0].Pow(node.Inputs[1] - 1f);
}

/// <summary>The slope of a power in its exponent: a^b * log(a), and 0 where a = 0 and b is not negative.</summary>
public sealed record PowExponentSlopeOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/pow_exponent_slope";

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (a, b) = (node.Inputs[0], node.Inputs[1]);
        return a.Pow(b) * Tensor.Where(a.Equal(0), a.Graph.Fill(Shape.Scalar, 1), a).Log();
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// This to the power of another, broadcast, as torch.pow. Where one is I32 and the other F32, the result has the type of the base, as ONNX's Pow:
    /// a power of I32 is computed in F32 and cut.
    /// </summary>
    public Tensor Pow(Tensor exponent) => (Type, exponent.Type) switch
    {
        (DType.F32, DType.I32) => Pow(exponent.Cast(DType.F32)),
        (DType.I32, DType.F32) => Cast(DType.F32).Pow(exponent).Cast(DType.I32),
        _ => Graph.Append(new PowOp(), this, exponent),
    };

    /// <summary>Every element to the power of a constant, by the cheapest op that gives it.</summary>
    public Tensor Pow(float exponent) => (Type, exponent) switch
    {
        (_, 1) => this,
        (DType.I32, _) when exponent == MathF.Truncate(exponent) => Pow(Graph.Fill(Shape.Scalar, exponent, DType.I32)),
        (DType.F32, 2) => Square(),
        (DType.F32, 0.5f) => Sqrt(),
        (DType.F32, -0.5f) => Rsqrt(),
        (DType.F32, -1) => Reciprocal(),
        _ => Pow(Graph.Fill(Shape.Scalar, exponent)),
    };
}
