// Whether at least one of two truth values is true.
namespace CnnCompute;

/// <summary>a or b with NumPy broadcasting; Bool.</summary>
public sealed record OrOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/or";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.Bool];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, null];
}

public readonly partial record struct Tensor
{
    /// <summary>Whether at least one of two truth values is true, broadcast, as torch.logical_or.</summary>
    public Tensor Or(Tensor other) => Graph.Append(new OrOp(), this, other);
}
