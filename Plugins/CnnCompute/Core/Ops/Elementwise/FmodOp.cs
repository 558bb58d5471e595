// Elementwise rest of a division, of the dividend's sign.
namespace CnnCompute;

/// <summary>
/// a - trunc(a / b) * b with NumPy broadcasting; of I32 exact, and a itself where b is 0. Of floats good while |a / b| is below 2^22.
/// </summary>
public sealed record FmodOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/fmod";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.SumTo(node.Inputs[0].Shape), (-grad * (node.Inputs[0] / node.Inputs[1]).Trunc()).SumTo(node.Inputs[1].Shape)];
}

public readonly partial record struct Tensor
{
    /// <summary>The rest of a division, of the dividend's sign, broadcast, as torch.fmod (ONNX Mod with fmod = 1).</summary>
    public Tensor Fmod(Tensor other) => Graph.Append(new FmodOp(), this, other);
}
