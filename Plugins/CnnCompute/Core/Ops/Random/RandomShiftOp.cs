// Random translation of training pictures.
namespace CnnCompute;

/// <summary>
/// Each sample of [N,C,H,W] is moved by whole pixels, at most <paramref name="Most"/> down and right or up and left; what comes in is zero, or the
/// edge repeated. Inputs x, I32 sample indices [N], key (seed, epoch): the move depends on (seed, epoch, sample index) alone. <paramref name="Back"/>
/// moves the other way: the gradient.
/// </summary>
public sealed record RandomShiftOp(int Most, bool EdgeFill, int Id, bool Back = false) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[2]);
        return inputs[0].Rank == 4 && inputs[1] == new Shape(inputs[0][0]) && Most >= 0
            ? inputs[0]
            : throw ShapeException.For(this, inputs, "the input must be [N,C,H,W], the sample indices [N], the distance not negative");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        RandomKey.CheckType(this, inputs, 2);
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => EdgeFill
        ? throw new NotSupportedException($"{Name} with edge fill (node {node.Id}) has no gradient; with zero fill it has")
        : [grad.Graph.Append(this with { Back = !Back }, grad, node.Inputs[1], node.Inputs[2]), null, null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Shape;
        PushWord[] push = [(int)x.Count, x[1], x[2], x[3], Id, node.Inputs[2].Shape.Count > 1, Most, EdgeFill, Back ? -1 : 1];
        yield return new Recipe("plain",
            [new Step("Cnn/random_shift", Threads.For(x.Count), push, Operand.In(0), Operand.In(1), Operand.In(2), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Moves each sample by at most <paramref name="most"/> pixels along both axes; <paramref name="samples"/> are I32 indices [N],
    /// <paramref name="key"/> is (seed, epoch).
    /// </summary>
    public Tensor RandomShift(Tensor samples, Tensor key, int most, bool edgeFill = false) =>
        Graph.Append(new RandomShiftOp(most, edgeFill, Graph.NextRandomId()), this, samples, key);
}
