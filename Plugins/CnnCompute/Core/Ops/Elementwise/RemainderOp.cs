// Elementwise rest of a division, of the divisor's sign.
namespace CnnCompute;

/// <summary>
/// a - floor(a / b) * b with NumPy broadcasting; of I32 exact, and a itself where b is 0. Of floats good while |a / b| is below 2^22.
/// </summary>
public sealed record RemainderOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/remainder";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.SumTo(node.Inputs[0].Shape), (-grad * (node.Inputs[0] / node.Inputs[1]).Floor()).SumTo(node.Inputs[1].Shape)];
}

public readonly partial record struct Tensor
{
    /// <summary>The rest of a division, of the divisor's sign, broadcast, as torch.remainder (ONNX Mod with fmod = 0).</summary>
    public Tensor Remainder(Tensor other) => Graph.Append(new RemainderOp(), this, other);
}
