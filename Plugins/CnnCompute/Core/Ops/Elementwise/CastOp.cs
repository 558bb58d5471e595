// Change of element type.
namespace CnnCompute;

/// <summary>
/// Elements as <paramref name="To"/>: F32 to I32 cuts towards zero, saturates and makes NaN 0; anything to Bool asks whether it is not 0.
/// </summary>
public sealed record CastOp(DType To) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0] != To ? To : throw ShapeException.For(this, inputs, "it is of that type already");

    /// <summary>None: whole numbers and truth values do not vary smoothly.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        static uint Number(DType type) => type switch { DType.F32 => 0, DType.I32 => 1, _ => 2 };
        var from = node.Inputs[0].Type;
        var step = new Step("Cnn/cast", Threads.Wide(node.Shape.Count), [(int)node.Shape.Count], Operand.In(0), Operand.Out())
        {
            Cut = Cut.Eights(node.Shape.Count),
            Constants = [(0, Number(from)), (1, Number(To))],
        };
        // F32 may be stored in another size than the other types, which are alike.
        yield return new Recipe("plain", [step]) { InPlace = from == DType.F32 || To == DType.F32 ? -1 : 0 };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>The elements as another type, as torch.Tensor.to; the value itself where it has the type already.</summary>
    public Tensor Cast(DType type) => Type == type ? this : Graph.Append(new CastOp(type), this);
}
