// Elementwise quotient with broadcasting.
namespace CnnCompute;

/// <summary>a / b with NumPy broadcasting; of I32 the quotient cut towards zero, and 0 where b is 0.</summary>
public sealed record DivOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/div";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [(grad / node.Inputs[1]).SumTo(node.Inputs[0].Shape), (-grad * output / node.Inputs[1]).SumTo(node.Inputs[1].Shape)];
}

public readonly partial record struct Tensor
{
    /// <summary>Elementwise quotient, broadcast as NumPy does.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => a.Graph.Append(new DivOp(), a, b);
}
