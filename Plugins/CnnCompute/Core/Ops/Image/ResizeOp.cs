// Resampling along one axis or two.
namespace CnnCompute;

/// <summary>What a resize does besides placing its samples.</summary>
/// <param name="Mode">Nearest, linear or cubic.</param>
/// <param name="Nearest">Which one is nearest.</param>
/// <param name="Cubic">Keys' coefficient, -0.75 in ONNX and PyTorch.</param>
/// <param name="ExcludeOutside">Weights of samples outside the input are 0 and the others sum to 1; otherwise the border is repeated.</param>
/// <param name="Crop">Whether positions outside the input give <paramref name="Extrapolation"/>.</param>
/// <param name="Extrapolation">Their value.</param>
public readonly record struct ResizeFilter(ResizeMode Mode, NearestMode Nearest, float Cubic, bool ExcludeOutside, bool Crop, float Extrapolation);

/// <summary>
/// y[.., a, b, ..] = sum over taps j, k of wA[a, j] * wB[b, k] * x[.., startA[a] + j, startB[b] + k, ..], indices held inside the input (ONNX's
/// Resize, torch.nn.functional.interpolate). Axes <paramref name="AxisA"/> and <paramref name="AxisB"/> lie side by side in memory; AxisB is -1 for
/// one axis alone.
/// </summary>
public sealed record ResizeOp(int AxisA, int AxisB, ResizeAxis A, ResizeAxis B, ResizeFilter Filter) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Result(this, inputs[0]);

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new ResizeGradOp(this), grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, sizes) = (node.Inputs[0].Shape, View(node.Inputs[0].Shape));
        var blocks = sizes.Inner / (sizes.Wide ? 8 : 1);
        var count = (long)sizes.Outer * A.Out * B.Out * blocks;
        var (tapsA, tapsB) = (A.Taps(Filter.Mode), B.Taps(AxisB < 0 ? ResizeMode.Nearest : Filter.Mode));
        var unrolled = tapsA * tapsB <= 16;
        yield return new Recipe("plain",
        [
            .. Tables(),
            new Step("Cnn/resize", Threads.For(count), [(int)count, blocks, A.In, B.In, A.Out, B.Out, tapsA, tapsB, Filter.Extrapolation],
                Operand.In(0), Operand.Scratch(0), Operand.Scratch(1), Operand.Out())
            {
                Constants = [(0, sizes.Wide ? 1u : 0u), (1, unrolled ? (uint)tapsA : 0u), (2, unrolled ? (uint)tapsB : 0u)],
            },
        ])
        {
            Scratch = TableBytes(),
        };
        if (Repeats is var (a, b))
        {
            var items = x.Count / (sizes.Wide ? 8 : 1);
            yield return new Recipe("repeat",
                [new Step("Cnn/resize_repeat", Threads.For(items), [(int)items, blocks, B.In, a, b], Operand.In(0), Operand.Out())
                {
                    Constants = [(0, sizes.Wide ? 1u : 0u)],
                }]);
        }
    }

    /// <summary>How often each sample is repeated along the axes, where that is all; null otherwise.</summary>
    internal (int A, int B)? Repeats
    {
        get
        {
            var nearest = Filter.Nearest;
            bool Whole(ResizeAxis axis) =>
                axis.Out % axis.In == 0 && Enumerable.Range(0, axis.Out).All(o => axis.Nearest(o, nearest) == o / (axis.Out / axis.In));
            return Filter is { Mode: ResizeMode.Nearest, Crop: false } && Whole(A) && (AxisB < 0 || Whole(B))
                && (long)(A.Out / A.In) * (B.Out / B.In) <= 64
                ? (A.Out / A.In, B.Out / B.In)
                : null;
        }
    }

    /// <summary>
    /// The steps that make both axes' tables in scratch 0 and 1: for each output first sample, whether it is extrapolated, and weights.
    /// </summary>
    internal IEnumerable<Step> Tables() =>
        [Table(A, 0, Filter), Table(B, 1, AxisB < 0 ? Filter with { Mode = ResizeMode.Nearest, Crop = false } : Filter)];

    /// <summary>The tables' sizes.</summary>
    internal long[] TableBytes() => [4L * A.Out * (2 + A.Taps(Filter.Mode)), 4L * B.Out * (2 + B.Taps(AxisB < 0 ? ResizeMode.Nearest : Filter.Mode))];

    /// <summary>The memory of an input as outer, axis A, axis B, inner.</summary>
    internal (int Outer, int Inner, bool Wide) View(Shape x)
    {
        var order = x.MemoryOrder();
        int first = Array.IndexOf(order, AxisA), last = AxisB < 0 ? first : Array.IndexOf(order, AxisB);
        int outer = order[..first].Aggregate(1, (n, a) => n * x[a]), inner = order[(last + 1)..].Aggregate(1, (n, a) => n * x[a]);
        return (outer, inner, inner % 8 == 0);
    }

    /// <summary>The shape of the result for <paramref name="x"/>, checked.</summary>
    internal Shape Result(Op op, Shape x)
    {
        var order = x.MemoryOrder();
        if (AxisA < 0 || AxisA >= x.Rank || AxisB >= x.Rank || x[AxisA] != A.In
            || (AxisB >= 0 && (x[AxisB] != B.In || Array.IndexOf(order, AxisB) != Array.IndexOf(order, AxisA) + 1)))
        {
            throw ShapeException.For(op, [x], $"axes {AxisA} of {A.In} and {AxisB} of {B.In} are not its own, side by side in memory");
        }
        foreach (var axis in new[] { A, B })
        {
            if (axis.Out < 1 || axis.Out > Threads.MostRounds || axis.In > 1 << 24 || axis.Rounds(Filter.Mode) > Threads.MostRounds)
            {
                throw ShapeException.For(op, [x], $"an axis of {axis.In} cannot become {axis.Out}: results go from 1 to {Threads.MostRounds}, "
                    + $"enlarged {Threads.MostRounds / 4} times at most");
            }
        }
        var y = x.With(AxisA, A.Out);
        return AxisB < 0 ? y : y.With(AxisB, B.Out);
    }

    private static Step Table(ResizeAxis axis, int scratch, ResizeFilter filter)
    {
        static (PushWord Low, PushWord High) Words(long value) => ((uint)value, (uint)(value >> 32));
        var ((stepLow, stepHigh), (offsetLow, offsetHigh), (denominatorLow, denominatorHigh)) = (Words(axis.Step), Words(axis.Offset),
            Words(axis.Denominator));
        return new Step("Cnn/resize_table", Threads.For(axis.Out),
            [axis.Out, axis.In, axis.Taps(filter.Mode), stepLow, stepHigh, offsetLow, offsetHigh, denominatorLow, denominatorHigh,
                (int)filter.Mode, (int)filter.Nearest, filter.ExcludeOutside, filter.Crop, filter.Cubic, axis.Stretch], Operand.Scratch(scratch));
    }
}

/// <summary>The gradient of <see cref="ResizeOp"/>: every sample gathers what it gave, so the order of sums is fixed.</summary>
public sealed record ResizeGradOp(ResizeOp Forward) : Op
{
    private Shape Source(Shape y) =>
        Forward.AxisB < 0 ? y.With(Forward.AxisA, Forward.A.In) : y.With(Forward.AxisA, Forward.A.In).With(Forward.AxisB, Forward.B.In);

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Forward.Result(this, Source(inputs[0])) == inputs[0]
        ? Source(inputs[0])
        : throw ShapeException.For(this, inputs, "the gradient must have the resized shape");

    /// <summary>Linear: its gradient is the resize, without what it extrapolates.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(Forward with { Filter = Forward.Filter with { Extrapolation = 0 } }, grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (f, sizes) = (Forward, Forward.View(node.Shape));
        var blocks = sizes.Inner / (sizes.Wide ? 8 : 1);
        var items = node.Shape.Count / (sizes.Wide ? 8 : 1);
        var (tapsA, tapsB) = (f.A.Taps(f.Filter.Mode), f.B.Taps(f.AxisB < 0 ? ResizeMode.Nearest : f.Filter.Mode));
        (int, uint)[] wide = [(0, sizes.Wide ? 1u : 0u)];
        yield return new Recipe("plain",
        [
            .. f.Tables(),
            new Step("Cnn/resize_reach", Threads.For(f.A.In), [f.A.In, f.A.Out, tapsA], Operand.Scratch(0), Operand.Scratch(2)),
            new Step("Cnn/resize_reach", Threads.For(f.B.In), [f.B.In, f.B.Out, tapsB], Operand.Scratch(1), Operand.Scratch(3)),
            new Step("Cnn/resize_grad", Threads.For(items), [(int)items, blocks, f.A.In, f.B.In, f.A.Out, f.B.Out, tapsA, tapsB],
                Operand.In(0), Operand.Scratch(0), Operand.Scratch(1), Operand.Scratch(2), Operand.Scratch(3), Operand.Out())
            {
                Constants = wide,
            },
        ])
        {
            Scratch = [.. f.TableBytes(), 8L * f.A.In, 8L * f.B.In],
        };
        if (f.Repeats is var (a, b))
        {
            yield return new Recipe("repeat", [new Step("Cnn/resize_repeat_grad", Threads.For(items), [(int)items, blocks, f.B.In, a, b],
                Operand.In(0), Operand.Out())
            {
                Constants = wide,
            }]);
        }
    }
}
