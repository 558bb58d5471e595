// Whether both of two truth values are true.
namespace CnnCompute;

/// <summary>a and b with NumPy broadcasting; Bool.</summary>
public sealed record AndOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/and";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.Bool];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, null];
}

public readonly partial record struct Tensor
{
    /// <summary>Whether both of two truth values are true, broadcast, as torch.logical_and.</summary>
    public Tensor And(Tensor other) => Graph.Append(new AndOp(), this, other);
}
