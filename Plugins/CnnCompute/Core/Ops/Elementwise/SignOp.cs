// Sign.
namespace CnnCompute;

/// <summary>-1, 0 or 1; F32 or I32.</summary>
public sealed record SignOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/sign";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];
}

public readonly partial record struct Tensor
{
    /// <summary>-1, 0 or 1, as torch.sign; its gradient is 0.</summary>
    public Tensor Sign() => Graph.Append(new SignOp(), this);
}
