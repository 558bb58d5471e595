// Elementwise difference with broadcasting.
namespace CnnCompute;

/// <summary>a - b with NumPy broadcasting.</summary>
public sealed record SubOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/sub";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.SumTo(node.Inputs[0].Shape), (-grad).SumTo(node.Inputs[1].Shape)];
}

public readonly partial record struct Tensor
{
    /// <summary>Elementwise difference, broadcast as NumPy does.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => a.Graph.Append(new SubOp(), a, b);
}
