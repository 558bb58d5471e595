// A tensor of one repeated value.
namespace CnnCompute;

/// <summary>Every element is <paramref name="Value"/>.</summary>
public sealed record FillOp(Shape Dimensions, float Value) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Dimensions;

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = (int)node.Shape.Count;
        yield return new Recipe("plain", [new Step("Cnn/fill", Threads.Wide(count), [count, Value], Operand.Out())]);
    }
}

public static class FillExtensions
{
    /// <summary>A tensor of shape <paramref name="shape"/> full of <paramref name="value"/>, as torch.full.</summary>
    public static Tensor Fill(this Graph graph, Shape shape, float value) => graph.Append(new FillOp(shape, value));
}
