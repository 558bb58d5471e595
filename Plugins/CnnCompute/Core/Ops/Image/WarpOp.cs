// Pictures resampled at places that a matrix for each of them says.
namespace CnnCompute;

/// <summary>What lies outside a picture that is moved.</summary>
public enum WarpFill
{
    /// <summary>One value.</summary>
    Constant,

    /// <summary>The edge, repeated.</summary>
    Edge,

    /// <summary>The picture mirrored at its edge pixels, which are not repeated (torchvision's <c>reflect</c>).</summary>
    Reflect,
}

/// <summary>
/// [N,C,H,W] sampled bilinearly to <paramref name="Height"/> x <paramref name="Width"/> at the places of <see cref="RandomWarpOp"/>'s matrices [N,8],
/// each pixel the mean of <paramref name="Runs"/>² places in it, so that shrinking by as much does not alias. Matrices that lead to whole pixels move
/// them exactly; <paramref name="Whole"/> says that all do, which is cheaper. Inputs x, the matrices, optionally displacements [1,2N,Height,Width]
/// (x, y of each sample), which times <paramref name="Far"/> pixels are added before the matrix is applied. It acts on data and has no gradient
/// (<see cref="GridSampleOp"/> has).
/// </summary>
public sealed record WarpOp(int Height, int Width, WarpFill Fill, float Colour, int Runs, float Far, bool Whole) : Op
{
    /// <summary>The most places along each axis of a pixel.</summary>
    public const int MostRuns = 8;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        if (x.Rank != 4 || inputs[1] != new Shape(x[0], 8) || (inputs.Length > 2 && inputs[2] != new Shape(1, 2 * x[0], Height, Width)))
            throw ShapeException.For(this, inputs, $"the input must be [N,C,H,W], the matrices [N,8], displacements [1,2N,{Height},{Width}]");
        return Height > 0 && Width > 0 && Runs is > 0 and <= MostRuns && x[1] * Runs * Runs <= Threads.MostRounds
            ? new Shape(x[0], x[1], Height, Width)
            : throw ShapeException.For(this, inputs, $"a result of {Height}x{Width} with {Runs} places a pixel is not possible");
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, count, moves) = (node.Inputs[0].Shape, node.Shape.Count / node.Shape[1], node.Inputs.Count > 2);
        PushWord[] push = [(int)count, x[1], x[2], x[3], Height, Width, Colour, x[0], Far];
        var field = moves ? Operand.In(2) : Operand.In(0) with { Idle = true };
        yield return new Recipe("plain",
            [new Step("Cnn/warp", Threads.For(count), push, Operand.In(0), Operand.In(1), field, Operand.Out())
            {
                Constants = [(0, (uint)Fill), (1, (uint)Runs), (2, moves ? 1u : 0u), (3, Whole ? 1u : 0u), (4, x[1] <= 4 ? (uint)x[1] : 0)],
            }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// This [N,C,H,W] sampled to <paramref name="height"/> x <paramref name="width"/> at the places of <paramref name="matrices"/> [N,8], moved by
    /// <paramref name="far"/> times <paramref name="field"/> [1,2N,height,width] pixels before; outside is <paramref name="fill"/>. Each pixel is the
    /// mean of <paramref name="runs"/>² places in it; <paramref name="whole"/> where the matrices lead to whole pixels alone.
    /// </summary>
    public Tensor Warp(
        Tensor matrices, int height, int width, WarpFill fill = WarpFill.Constant, float colour = 0, int runs = 1, Tensor? field = null,
        float far = 1, bool whole = false)
    {
        var op = new WarpOp(height, width, fill, colour, runs, far, whole);
        return field is { } moves ? Graph.Append(op, this, matrices, moves) : Graph.Append(op, this, matrices);
    }
}
