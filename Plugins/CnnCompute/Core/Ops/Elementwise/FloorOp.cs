// Rounding down.
namespace CnnCompute;

/// <summary>The whole number next to x, down.</summary>
public sealed record FloorOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/floor";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];
}

public readonly partial record struct Tensor
{
    /// <summary>Rounded down, as torch.floor; its gradient is 0.</summary>
    public Tensor Floor() => Graph.Append(new FloorOp(), this);
}
