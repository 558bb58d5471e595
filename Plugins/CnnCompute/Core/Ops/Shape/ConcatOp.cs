// Tensors side by side along one axis.
namespace CnnCompute;

/// <summary>
/// The inputs one after another along <paramref name="Axis"/> (counted from the front); all other dimensions are equal (torch.cat).
/// </summary>
public sealed record ConcatOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var first = inputs[0];
        if (Axis < 0 || Axis >= first.Rank)
            throw ShapeException.For(this, inputs, $"axis {Axis} is out of range");
        foreach (var s in inputs)
        {
            if (s.Rank != first.Rank || s.With(Axis, 1) != first.With(Axis, 1))
                throw ShapeException.For(this, inputs, $"dimensions other than {Axis} must be equal");
        }
        var length = inputs.Sum(s => (long)s[Axis]);
        return length <= Shape.MaxCount
            ? first.With(Axis, (int)length)
            : throw ShapeException.For(this, inputs, $"{length} elements along axis {Axis} are more than {Shape.MaxCount}");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) =>
        inputs.All(t => t == inputs[0]) ? inputs[0] : throw ShapeException.For(this, inputs, "they must be equal; cast first");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var start = 0;
        return [.. node.Inputs.Select(x => (Tensor?)grad.Slice(Axis, (start += x.Shape[Axis]) - x.Shape[Axis], x.Shape[Axis]))];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var whole = AxisView.Of(node.Shape, Axis);
        var steps = new List<Step>();
        var start = 0;
        for (var i = 0; i < node.Inputs.Count; i++)
        {
            var length = node.Inputs[i].Shape[Axis];
            steps.Add(CopyRows(
                "Cnn/concat", whole.Outer, length * whole.Inner, (length * whole.Inner, 0), (whole.Length * whole.Inner, start * whole.Inner), i));
            start += length;
        }
        yield return new Recipe("plain", steps);
    }

    /// <summary>
    /// Copies rows of <paramref name="width"/> elements between places given as (pitch, offset); eight at a time where everything divides.
    /// </summary>
    internal static Step CopyRows(string shader, int rows, int width, (int Pitch, int Offset) from, (int Pitch, int Offset) to, int input)
    {
        var unit = (width | from.Pitch | from.Offset | to.Pitch | to.Offset) % 8 == 0 ? 8 : 1;
        // With one row the pitches do not matter.
        if (rows == 1 && (width | from.Offset | to.Offset) % 8 == 0)
            unit = 8;
        var count = (long)rows * width / unit;
        PushWord[] push = [(int)count, width / unit, from.Pitch / unit, from.Offset / unit, to.Pitch / unit, to.Offset / unit];
        return new Step(shader, Threads.For(count), push, Operand.In(input), Operand.Out()) { Constants = [(0, unit == 8 ? 1u : 0u)] };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Tensors of equal shape along a new axis, as torch.stack.</summary>
    public static Tensor Stack(int axis, params ReadOnlySpan<Tensor> tensors)
    {
        var rows = tensors.ToArray();
        return Concat(axis, [.. rows.Select(t => t.Unsqueeze(axis))]);
    }

    /// <summary>Tensors side by side along <paramref name="axis"/>, as torch.cat.</summary>
    public static Tensor Concat(int axis, params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.Length == 0)
            throw new ArgumentException("Concat of no tensors");
        return tensors.Length == 1
            ? tensors[0]
            : tensors[0].Graph.Append(new ConcatOp(AxisView.Normalize(new ConcatOp(axis), tensors[0].Shape, axis)), tensors);
    }
}
