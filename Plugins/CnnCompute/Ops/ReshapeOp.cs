// Other dimensions for the same elements in NCHW order.
namespace CnnCompute;

/// <summary>The same elements, in NCHW order, as <paramref name="Target"/>. A view where memory order agrees, else a permuting copy (channels-last memory).</summary>
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
        PushWord[] push = [(int)count, to.Channels, to.Pixels, from.Channels, from.Pixels];
        yield return new Recipe("plain", [new Step("Cnn/reshape", Threads.For(count), push, Operand.In(0), Operand.Out())]);
        // Flatten and its gradient: one side row-major, the other in whole blocks of channels.
        var image = from.Channels == 1 ? to : from;
        if ((from.Channels == 1) != (to.Channels == 1) && image.Channels % 8 == 0)
        {
            var back = from.Channels == 1;
            yield return new Recipe("wide", [new Step("Cnn/reshape_wide", Threads.For(count / 8), [(int)(count / 8), image.Channels, image.Pixels], Operand.In(0), Operand.Out())
            {
                Constants = [(0, back ? 1u : 0u)],
            }]);
        }
    }

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

    /// <summary>Axes <paramref name="start"/> to the last as one, as torch.flatten.</summary>
    public Tensor Flatten(int start = 1)
    {
        var shape = Shape;
        var axis = start < 0 ? start + shape.Rank : start;
        if (axis < 0 || axis > shape.Rank)
            throw new ShapeException($"Flatten of {shape} from axis {start}: out of range");
        var rest = shape.ToArray()[axis..].Aggregate(1L, (n, x) => n * x);
        return Reshape(new Shape([.. shape.ToArray()[..axis], (int)rest]));
    }
}
