// Logical negation.
namespace CnnCompute;

/// <summary>Whether a truth value is false; Bool.</summary>
public sealed record NotOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/not";

    /// <inheritdoc/>
    protected override (int Id, uint Value)[] Constants => [(0, 1)];

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.Bool];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];
}

public readonly partial record struct Tensor
{
    /// <summary>Whether each truth value is false, as torch.logical_not.</summary>
    public Tensor Not() => Graph.Append(new NotOp(), this);
}
