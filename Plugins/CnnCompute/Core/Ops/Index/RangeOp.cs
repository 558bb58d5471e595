// Numbers at equal distances.
namespace CnnCompute;

/// <summary>Element i of <paramref name="Count"/> is Start + i * Step (torch.arange), in F32 or I32.</summary>
public sealed record RangeOp(int Count, double Start, double Step, DType Type) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Count > 0 ? new Shape(Count) : throw ShapeException.For(this, inputs, $"{Count} elements");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => Type != DType.Bool ? Type : throw ShapeException.For(this, [Type], "numbers only");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        PushWord Word(double value) => Type == DType.F32 ? (PushWord)(float)value : (PushWord)checked((int)value);
        yield return new Recipe("plain", [new Step("Cnn/range", Threads.For(Count), [Count, Word(Start), Word(Step)], Operand.Out())
        {
            Constants = [(0, Type == DType.F32 ? 0u : 1u)],
        }]);
    }
}

/// <summary>Sequences of numbers made on the device.</summary>
public static class RangeExtensions
{
    /// <summary>
    /// Numbers from <paramref name="start"/> on, <paramref name="step"/> apart, short of <paramref name="end"/>, as torch.arange and ONNX's Range.
    /// </summary>
    /// <exception cref="ShapeException">There is none, or the step is zero.</exception>
    public static Tensor Range(this Graph graph, double start, double end, double step = 1, DType type = DType.F32)
    {
        var count = Math.Ceiling((end - start) / step);
        return count is >= 1 and <= Shape.MaxCount
            ? graph.Append(new RangeOp((int)count, start, step, type))
            : throw new ShapeException($"Range from {start} to {end} by {step}: {count} elements");
    }
}
