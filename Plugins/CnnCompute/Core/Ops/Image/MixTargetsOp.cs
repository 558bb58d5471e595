// What the pictures of a mixed batch should be called.
namespace CnnCompute;

/// <summary>
/// Probabilities [N,<paramref name="Classes"/>] of a batch whose pictures <see cref="MixOp"/> mixed: share of a row's own target, the rest of its
/// neighbour's. Rows of label -1 are zero. Inputs I32 labels [N], <see cref="RandomMixOp"/>'s numbers, optionally targets [N,Classes] in place of
/// the labels.
/// </summary>
public sealed record MixTargetsOp(int Classes) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var targets = new Shape(inputs[0].Rank == 1 ? inputs[0][0] : 0, Classes);
        return inputs[0].Rank == 1 && inputs[1] == new Shape(8) && Classes > 0 && (inputs.Length < 3 || inputs[2] == targets)
            ? targets
            : throw ShapeException.For(this, inputs, $"the labels must be [N], what was drawn eight numbers, targets [N,{Classes}]");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "the labels");
        return DType.F32;
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (count, given) = (node.Shape.Count, node.Inputs.Count > 2);
        var targets = given ? Operand.In(2) : Operand.In(1) with { Idle = true };
        yield return new Recipe("plain",
            [new Step("Cnn/mix_targets", Threads.For(count), [(int)count, node.Shape[0], Classes],
                Operand.In(0), Operand.In(1), targets, Operand.Out())
            {
                Constants = [(0, given ? 1u : 0u)],
            }]);
    }
}
