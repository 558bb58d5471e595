// Where gradients stop.
namespace CnnCompute;

/// <summary>The input itself, without a gradient (torch.Tensor.detach): what is computed from it is a constant to those who differentiate.</summary>
public sealed record DetachOp : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override int Aliases(Node node) => 0;

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var whole = (1, (int)node.Shape.Count);
        yield return new Recipe("plain", [ReshapeOp.Launch(node.Shape.Count, whole, whole)]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>The same value as a constant: gradients do not pass, as torch.Tensor.detach.</summary>
    public Tensor Detach() => Graph.Append(new DetachOp(), this);
}
