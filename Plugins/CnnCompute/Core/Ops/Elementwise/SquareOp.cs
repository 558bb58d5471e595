// Square.
namespace CnnCompute;

/// <summary>x times x.</summary>
public sealed record SquareOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/square";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * node.Inputs[0] * 2f];
}

public readonly partial record struct Tensor
{
    /// <summary>x times x, as torch.square.</summary>
    public Tensor Square() => Graph.Append(new SquareOp(), this);
}
