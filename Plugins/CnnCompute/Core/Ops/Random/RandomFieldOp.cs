// Random displacements, a pair of numbers for each pixel of each sample.
namespace CnnCompute;

/// <summary>
/// [1,2N,<paramref name="Height"/>,<paramref name="Width"/>] of numbers uniform in [-1, 1), two channels for each sample, drawn by (seed, epoch,
/// sample index, pixel) alone (a hash, not Philox: it is drawn for every pixel). Samples lie side by side so that smoothing works on many channels
/// at once. Inputs I32 sample indices [N], key (seed, epoch).
/// </summary>
public sealed record RandomFieldOp(int Height, int Width, int Id) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[1]);
        return inputs[0].Rank == 1 && Height > 0 && Width > 0
            ? new Shape(1, 2 * inputs[0][0], Height, Width)
            : throw ShapeException.For(this, inputs, $"the sample indices must be [N] and {Height}x{Width} a size");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "the sample indices");
        RandomKey.CheckType(this, inputs, 1);
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = node.Shape.Count / 2;
        PushWord[] push = [(int)count, node.Inputs[0].Shape[0], Id, node.Inputs[1].Shape.Count > 1];
        yield return new Recipe("plain",
            [new Step("Cnn/random_field", Threads.For(count), push, Operand.In(0), Operand.In(1), Operand.Out())]);
    }
}

/// <summary>Random displacements.</summary>
public static class RandomFieldExtensions
{
    /// <summary>
    /// Numbers uniform in [-1, 1) as [1,2N,height,width] for each of <paramref name="samples"/> (I32 indices [N]) from <paramref name="key"/> (seed,
    /// epoch).
    /// </summary>
    public static Tensor RandomField(this Tensor samples, Tensor key, int height, int width) =>
        samples.Graph.Append(new RandomFieldOp(height, width, samples.Graph.NextRandomId()), samples, key);
}
