// Negative.
namespace CnnCompute;

/// <summary>-x; F32 or I32.</summary>
public sealed record NegOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/neg";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [-grad];
}

public readonly partial record struct Tensor
{
    /// <summary>The negative.</summary>
    public static Tensor operator -(Tensor a) => a.Graph.Append(new NegOp(), a);

    /// <summary>-x, as torch.neg.</summary>
    public Tensor Neg() => -this;
}
