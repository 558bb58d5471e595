// A tensor of one repeated value.
namespace CnnCompute;

/// <summary>Every element is <paramref name="Value"/>, of type <paramref name="Type"/>.</summary>
public sealed record FillOp(Shape Dimensions, double Value, DType Type = DType.F32) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Dimensions;

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => Type switch
    {
        DType.I32 when Value != (int)Value => throw new ArgumentException($"{Name}: {Value} is no I32"),
        DType.Bool when Value is not (0 or 1) => throw new ArgumentException($"{Name}: {Value} is no Bool (0 or 1)"),
        _ => Type,
    };

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = node.Shape.Count;
        var step = Type == DType.F32 ? Step(count, (float)Value, false, Operand.Out()) : Words(count, (int)Value, Operand.Out());
        yield return new Recipe("plain", [step with { Cut = Cut.Eights(count) }]);
    }

    /// <summary>Sets words of 32 bits, whatever the storage of activations: of temporaries too.</summary>
    internal static Step Words(long count, int value, Operand to) => Step(count, value, true, to);

    private static Step Step(long count, PushWord value, bool integer, Operand to) =>
        new("Cnn/fill", Threads.Wide(count), [(int)count, value], to) { Constants = [(0, integer ? 1u : 0u)] };
}

/// <summary>Tensors of one value.</summary>
public static class FillExtensions
{
    /// <summary>A tensor of shape <paramref name="shape"/> full of <paramref name="value"/>, as torch.full.</summary>
    public static Tensor Fill(this Graph graph, Shape shape, float value) => graph.Append(new FillOp(shape, value));

    /// <summary>
    /// A tensor of shape <paramref name="shape"/> and type <paramref name="type"/> full of <paramref name="value"/>, as torch.full.
    /// </summary>
    /// <exception cref="ArgumentException">The type has no such value.</exception>
    public static Tensor Fill(this Graph graph, Shape shape, double value, DType type) =>
        graph.Append(new FillOp(shape, type == DType.F32 ? (float)value : value, type));

    /// <summary>Ones on the <paramref name="diagonal"/>-th diagonal of a matrix, else zeros, as torch.eye and ONNX's EyeLike.</summary>
    public static Tensor Eye(this Graph graph, int rows, int columns, int diagonal = 0, DType type = DType.F32) =>
        graph.Fill(new Shape(rows, columns), 1, type).Triu(diagonal).Tril(diagonal);
}
