// Coordinates to places in memory order.
namespace CnnCompute;

/// <summary>
/// I32 coordinates [Q, n] to places [Q] in an array of n dimensions <paramref name="Extents"/>, row by row (numpy.ravel_multi_index): negative ones
/// count from the end, those outside take the nearest. The Q rows are <paramref name="Batches"/> equal groups, the b-th of which looks into the b-th
/// such array.
/// </summary>
public sealed record RavelIndexOp(Shape Extents, int Batches) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0].Rank == 2 && inputs[0][1] == Extents.Rank && Batches > 0 && inputs[0][0] % Batches == 0 && Extents.Count * Batches <= Shape.MaxCount
            ? new Shape(inputs[0][0])
            : throw ShapeException.For(this, inputs, $"needs rows of {Extents.Rank} coordinates in {Extents}, of {Batches} equal groups");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "indices");
        return DType.I32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (rows, count) = (node.Shape[0], (int)Extents.Count);
        PushWord[] push =
        [
            rows, rows / Batches, count, .. Extents.ToArray().Select(d => (PushWord)d),
            .. Enumerable.Repeat<PushWord>(1, Shape.MaxRank - Extents.Rank),
        ];
        yield return new Recipe("plain",
            [new Step("Cnn/ravel_index", Threads.For(rows), push, Operand.In(0), Operand.Out()) { Constants = [(0, (uint)Extents.Rank)] }]);
    }
}

public readonly partial record struct Tensor
{
    // Coordinates along the last axis, behind batch dimensions, to places as a list.
    private Tensor RavelIndex(Shape extents, int batchDims) =>
        Graph.Append(new RavelIndexOp(extents, (int)new Shape(Shape.ToArray()[..batchDims]).Count), Reshape(-1, Shape[-1]));
}
