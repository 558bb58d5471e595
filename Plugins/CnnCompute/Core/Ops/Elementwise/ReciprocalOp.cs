// Reciprocal.
namespace CnnCompute;

/// <summary>1 / x.</summary>
public sealed record ReciprocalOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/reciprocal";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [-grad * output.Square()];
}

public readonly partial record struct Tensor
{
    /// <summary>1 / x, as torch.reciprocal.</summary>
    public Tensor Reciprocal() => Graph.Append(new ReciprocalOp(), this);
}
