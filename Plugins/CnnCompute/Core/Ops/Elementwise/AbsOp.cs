// Absolute value.
namespace CnnCompute;

/// <summary>|x|; F32 or I32.</summary>
public sealed record AbsOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/abs";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * node.Inputs[0].Sign()];
}

public readonly partial record struct Tensor
{
    /// <summary>|x|, as torch.abs; the gradient at 0 is 0.</summary>
    public Tensor Abs() => Graph.Append(new AbsOp(), this);
}
