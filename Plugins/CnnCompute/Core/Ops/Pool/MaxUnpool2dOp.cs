// Maxima put back where they came from.
namespace CnnCompute;

/// <summary>
/// [N,C,h,w] to [N,C,Height,Width]: x[i] goes to position indices[i] of its plane, all else is 0 (torch.nn.MaxUnpool2d). Of several elements with one
/// index the last, row by row, is kept; indices outside the plane go nowhere. Inputs x and I32 indices, as <see cref="MaxPool2dIndicesOp"/> gives
/// them.
/// </summary>
public sealed record MaxUnpool2dOp(int Height, int Width) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 4 && inputs[0] == inputs[1] && Height > 0 && Width > 0
        ? new Shape(inputs[0][0], inputs[0][1], Height, Width)
        : throw ShapeException.For(this, inputs, $"input and indices must be equal [N,C,H,W], the output size {Height}x{Width} at least 1x1");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 1, DType.I32, "indices");
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new MaxUnpool2dGradOp(), node.Inputs[1], grad), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, y) = (node.Inputs[0].Shape, node.Shape);
        yield return new Recipe("plain",
        [
            .. Winners(x, y, Operand.In(1)),
            new Step("Cnn/max_unpool2d", Threads.For(y.Count), Push(y.Count, x, y), Operand.In(0), Operand.Scratch(0), Operand.Out()),
        ])
        {
            Scratch = [y.Bytes],
        };
    }

    // For each place of the output, in scratch 0, the element that it keeps.
    private static Step[] Winners(Shape x, Shape y, Operand indices) =>
    [
        FillOp.Words(y.Count, -1, Operand.Scratch(0)), // none has won yet
        new Step("Cnn/max_unpool2d_winners", Threads.For(x.Count), Push(x.Count, x, y), indices, Operand.Scratch(0)),
    ];

    internal static PushWord[] Push(long count, Shape x, Shape y) => [(int)count, x[1], x[2] * x[3], y[2] * y[3]];
}

/// <summary>
/// The gradient of <see cref="MaxUnpool2dOp"/>: dy where an element was to go, whether it is the one that was kept or not, as PyTorch's; 0 for
/// indices outside the plane. Inputs indices, dy.
/// </summary>
public sealed record MaxUnpool2dGradOp : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 4 && inputs[1].Rank == 4 && inputs[0][0] == inputs[1][0]
        && inputs[0][1] == inputs[1][1]
        ? inputs[0]
        : throw ShapeException.For(this, inputs, "indices and gradient must have the same images and channels");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "indices");
        return DType.F32;
    }

    /// <summary>Linear in dy: every element goes back to its index, where equal ones add up.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var (x, y) = (node.Shape, node.Inputs[1].Shape);
        Shape from = new(x[0], x[1], x[2] * x[3]), to = new(y[0], y[1], y[2] * y[3]);
        // Scattering would count negative indices from the end.
        var inside = Tensor.Where(node.Inputs[0].GreaterEqual(0), grad, grad.Graph.Fill(Shape.Scalar, 0));
        return [null, grad.Graph.Fill(to, 0).ScatterElements(2, node.Inputs[0].Reshape(from), inside.Reshape(from), ScatterReduction.Add).Reshape(y)];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, y) = (node.Shape, node.Inputs[1].Shape);
        yield return new Recipe("plain",
        [
            new Step("Cnn/max_unpool2d_grad", Threads.For(x.Count), MaxUnpool2dOp.Push(x.Count, x, y), Operand.In(0), Operand.In(1), Operand.Out()),
        ]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// As torch.nn.functional.max_unpool2d with an output size; <paramref name="indices"/> are those of <see cref="PoolIndex.Plane"/>.
    /// </summary>
    public Tensor MaxUnpool2d(Tensor indices, int height, int width) => Graph.Append(new MaxUnpool2dOp(height, width), this, indices);
}
