// Elementwise product with broadcasting.
namespace CnnCompute;

/// <summary>a * b with NumPy broadcasting.</summary>
public sealed record MulOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/mul";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [(grad * node.Inputs[1]).SumTo(node.Inputs[0].Shape), (grad * node.Inputs[0]).SumTo(node.Inputs[1].Shape)];
}

public readonly partial record struct Tensor
{
    /// <summary>Elementwise product, broadcast as NumPy does.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => a.Graph.Append(new MulOp(), a, b);
}
