// A random square of each image set to zero.
namespace CnnCompute;

/// <summary>
/// Each image of [N,C,H,W] with a square of <paramref name="Size"/> pixels zeroed (DeVries &amp; Taylor, "Improved Regularization of Convolutional
/// Neural Networks with Cutout", 2017). The centre is any pixel, so that squares may be cut off at the border: y and x are words 4n and 4n + 1 of the
/// op's stream as uniform numbers; the square begins Size/2 before it. The backward pass draws the same numbers. Inputs x and a key (see
/// <see cref="RandomKey"/>).
/// </summary>
public sealed record CutoutOp(int Size, int Id) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[1]);
        if (Size < 1)
            throw ShapeException.For(this, inputs, $"a square of {Size} pixels");
        return inputs[0].Rank == 4 ? inputs[0] : throw ShapeException.For(this, inputs, "the input must be [N,C,H,W]");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        RandomKey.CheckType(this, inputs, 1);
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new CutoutOp(Size, Id), grad, node.Inputs[1]), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Shape;
        var rows = ChannelRows.Of(this, x);
        var count = rows.Rows * rows.Blocks;
        PushWord[] push = [count, rows.Blocks, x[2], x[3], Size, Id, node.Inputs[1].Shape.Count > 1];
        yield return new Recipe("plain",
            [new Step("Cnn/cutout", Threads.For(count), push, Operand.In(0), Operand.In(1), Operand.Out()) { Constants = [rows.WideConstant] }])
        {
            InPlace = 0,
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Each image of [N,C,H,W] with a random square of <paramref name="size"/> pixels zeroed; <paramref name="key"/> is I32: the seed and the step.
    /// </summary>
    public Tensor Cutout(int size, Tensor key) => Graph.Append(new CutoutOp(size, Graph.NextRandomId()), this, key);
}
