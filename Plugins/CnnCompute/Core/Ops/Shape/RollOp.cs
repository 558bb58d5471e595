// A circular shift by amounts that may change at every run.
namespace CnnCompute;

/// <summary>
/// [N,C,H,W] moved on by whole pixels, down and right, what leaves at one border coming in at the other. Inputs x, I32 shifts [2] (rows, columns) of
/// any sign and size. <paramref name="Back"/> moves the other way: the gradient.
/// </summary>
public sealed record RollOp(bool Back = false) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 4 && inputs[1].Count == 2
        ? inputs[0]
        : throw ShapeException.For(this, inputs, "the input must be [N,C,H,W] and the shifts two numbers: rows and columns");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 1, DType.I32, "the shifts");
        return ElementTypes.Same(this, inputs.AsSpan(0, 1), DType.F32);
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new RollOp(!Back), grad, node.Inputs[1]), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Shape;
        var rows = ChannelRows.Of(this, x);
        var count = rows.Rows * rows.Blocks;
        yield return new Recipe("plain",
            [new Step("Cnn/roll", Threads.For(count), [count, rows.Blocks, x[2], x[3], Back], Operand.In(0), Operand.In(1), Operand.Out())
            {
                Constants = [rows.WideConstant],
            }]);
        if (!rows.Wide && x[1] * x[3] % 8 == 0)
        {
            yield return new Recipe("rows", [new Step(
                "Cnn/roll_rows", Threads.Wide(x.Count), [(int)x.Count / 8, x[1], x[2], x[3], Back], Operand.In(0), Operand.In(1), Operand.Out())]);
        }
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// This [N,C,H,W] moved on by <paramref name="shifts"/>, I32 [2] (rows, columns), those at the end coming round, as torch.roll over the last two
    /// axes; <paramref name="back"/> undoes it. Shifts may change at every run.
    /// </summary>
    /// <exception cref="ShapeException">It is not of rank 4, or the shifts are not two.</exception>
    public Tensor Roll(Tensor shifts, bool back = false) => Graph.Append(new RollOp(back), this, shifts);
}
