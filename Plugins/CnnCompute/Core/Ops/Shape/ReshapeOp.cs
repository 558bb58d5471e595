// Other dimensions for the same elements in NCHW order.
namespace CnnCompute;

/// <summary>
/// The same elements, in NCHW order, as <paramref name="Target"/>. A view where memory order agrees, else a permuting copy (channels-last memory).
/// </summary>
public sealed record ReshapeOp(Shape Target) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Count == Target.Count
        ? Target
        : throw ShapeException.For(this, inputs, $"{inputs[0].Count} elements do not fill {Target}, which has {Target.Count}");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Reshape(node.Inputs[0].Shape)];

    /// <summary>Also where both have the same channels and as many pixels an image: then memory agrees though neither is row-major.</summary>
    public override int Aliases(Node node) => node.Inputs[0].Shape is var x && (x.SameMemoryOrder(Target) || Image(x) == Image(Target)) ? 0 : -1;

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (from, to) = (Image(node.Inputs[0].Shape), Image(Target));
        var count = Target.Count;
        yield return new Recipe("plain", [Launch(count, to, from)]);
        // Flatten and its gradient: one side row-major, the other in whole blocks of channels.
        var image = from.Channels == 1 ? to : from;
        if ((from.Channels == 1) != (to.Channels == 1) && image.Channels % 8 == 0)
        {
            var back = from.Channels == 1;
            yield return new Recipe("wide",
                [new Step("Cnn/reshape_wide", Threads.For(count / 8), [(int)(count / 8), image.Channels, image.Pixels], Operand.In(0), Operand.Out())
                {
                    Constants = [(0, back ? 1u : 0u)],
                }]);
        }
    }

    /// <summary>The plain step; equal places make it a copy.</summary>
    internal static Step Launch(long count, (int Channels, int Pixels) to, (int Channels, int Pixels) from) =>
        new("Cnn/reshape", Threads.For(count), [(int)count, to.Channels, to.Pixels, from.Channels, from.Pixels], Operand.In(0), Operand.Out());

    // Channels and pixels of an image where memory is channels-last; one channel where it is row-major.
    private static (int Channels, int Pixels) Image(Shape s) => s.RowMajorInMemory ? (1, (int)s.Count) : (s[1], s[2] * s[3]);
}

public readonly partial record struct Tensor
{
    /// <summary>The same elements as <paramref name="target"/>; the value itself when the shape is the same.</summary>
    public Tensor Reshape(Shape target) => Shape == target ? this : Graph.Append(new ReshapeOp(target), this);

    /// <summary>As torch.reshape: one dimension may be -1 and is found from the others.</summary>
    /// <exception cref="ShapeException">The number of elements does not fit.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> dimensions)
    {
        var d = dimensions.ToArray();
        var free = Array.IndexOf(d, -1);
        if (free >= 0)
        {
            var rest = d.Where((_, i) => i != free).Aggregate(1L, (n, x) => n * x);
            if (rest <= 0 || Shape.Count % rest != 0)
                throw new ShapeException($"Reshape of {Shape} to [{string.Join(",", d)}]: {Shape.Count} elements do not divide by {rest}");
            d[free] = (int)(Shape.Count / rest);
        }
        return Reshape(new Shape(d));
    }

    /// <summary>
    /// Axes <paramref name="start"/> to <paramref name="end"/> as one, as torch.flatten; a start one behind the last axis appends an axis of length
    /// 1.
    /// </summary>
    public Tensor Flatten(int start = 1, int end = -1)
    {
        var dims = Shape.ToArray();
        var (first, last) = (start < 0 ? start + dims.Length : start, end < 0 ? end + dims.Length : end);
        if (first < 0 || first > dims.Length || last >= dims.Length || last < first - 1)
            throw new ShapeException($"Flatten of {Shape} from axis {start} to {end}: out of range");
        return Reshape(new Shape([.. dims[..first], dims[first..(last + 1)].Aggregate(1, (n, d) => n * d), .. dims[(last + 1)..]]));
    }

    /// <summary>Axis <paramref name="axis"/> as several, of which one may be -1, as torch.unflatten.</summary>
    public Tensor Unflatten(int axis, params ReadOnlySpan<int> sizes)
    {
        var (dims, i) = (Shape.ToArray(), AxisView.Normalize(new ReshapeOp(Shape), Shape, axis));
        var parts = sizes.ToArray();
        var free = Array.IndexOf(parts, -1);
        var known = parts.Where((_, k) => k != free).Aggregate(1L, (n, d) => n * d);
        if (free >= 0 && known > 0 && dims[i] % known == 0)
            (parts[free], known) = ((int)(dims[i] / known), dims[i]);
        return known == dims[i] && parts.All(p => p > 0)
            ? Reshape(new Shape([.. dims[..i], .. parts, .. dims[(i + 1)..]]))
            : throw new ShapeException($"Unflatten of {Shape}: axis {i} of {dims[i]} is not [{string.Join(",", sizes.ToArray())}]");
    }

    /// <summary>A new axis of length 1 at each of <paramref name="axes"/>, counted in the result, as torch.unsqueeze and ONNX's Unsqueeze.</summary>
    public Tensor Unsqueeze(params ReadOnlySpan<int> axes)
    {
        var rank = Shape.Rank + axes.Length;
        uint mask = 0;
        foreach (var axis in axes)
        {
            var bit = axis >= -rank && axis < rank ? 1u << (axis < 0 ? axis + rank : axis) : 0;
            if (bit == 0 || (mask & bit) != 0)
                throw new ShapeException($"Unsqueeze of {Shape} at [{string.Join(",", axes.ToArray())}]: an axis is out of range or named twice");
            mask |= bit;
        }
        var (dims, next) = (Shape.ToArray(), 0);
        return Reshape(new Shape([.. Enumerable.Range(0, rank).Select(i => (mask >> i & 1) != 0 ? 1 : dims[next++])]));
    }

    /// <summary>
    /// Without <paramref name="axes"/>, all of length 1, as torch.squeeze and ONNX's Squeeze; without all such axes if none is given.
    /// </summary>
    /// <exception cref="ShapeException">An axis is longer than 1.</exception>
    public Tensor Squeeze(params ReadOnlySpan<int> axes)
    {
        var shape = Shape;
        uint mask = 0;
        foreach (var axis in axes)
            mask |= 1u << AxisView.Normalize(new ReshapeOp(shape), shape, axis);
        if (Enumerable.Range(0, shape.Rank).Any(i => (mask >> i & 1) != 0 && shape[i] != 1))
            throw new ShapeException($"Squeeze of {shape} at [{string.Join(",", axes.ToArray())}]: only axes of length 1 can go");
        var all = axes.Length == 0;
        return Reshape(new Shape([.. shape.ToArray().Where((d, i) => all ? d != 1 : (mask >> i & 1) == 0)]));
    }
}
