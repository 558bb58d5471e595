// A tensor repeated along its axes.
namespace CnnCompute;

/// <summary>The input repeated <c>Repeats[i]</c> times along axis i (torch.tile, ONNX's Tile).</summary>
public sealed record TileOp(Shape Repeats) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var (x, repeats) = (inputs[0], Repeats);
        if (repeats.Rank != x.Rank)
            throw ShapeException.For(this, inputs, $"{repeats.Rank} repeats given, one an axis is needed");
        if (Enumerable.Range(0, x.Rank).Any(i => (long)x[i] * repeats[i] > Shape.MaxCount))
            throw ShapeException.For(this, inputs, $"repeated {repeats} times, more than {Shape.MaxCount} elements");
        var result = new Shape([.. x.ToArray().Select((d, i) => d * repeats[i])]);
        return Axes(x, repeats).Count <= GatherAxes.Most
            ? result
            : throw ShapeException.For(this, inputs,
                $"repeated {repeats} times, its axes are more than {GatherAxes.Most} loops; repeat some axes first");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <summary>Axis by axis the repeats become an axis of their own, which is summed.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        for (var i = 0; i < Repeats.Rank; i++)
        {
            if (Repeats[i] == 1)
                continue;
            var dims = grad.Shape.ToArray();
            var outer = dims[..i].Aggregate(1, (n, d) => n * d);
            dims[i] /= Repeats[i];
            grad = grad.Reshape(outer, Repeats[i], -1).Sum([1]).Reshape(new Shape(dims));
        }
        return [grad];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device) => Axes(node.Inputs[0].Shape, Repeats).Copies("Cnn/tile", node.Shape);

    // Every axis is two: which repeat, and where in it.
    private static GatherAxes Axes(Shape x, Shape repeats)
    {
        var strides = x.Strides();
        return GatherAxes.Merge(1, x.MemoryOrder().SelectMany(a => new (int, int[])[] { (repeats[a], [0]), (x[a], [strides[a]]) }));
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Repeated along its axes, aligned at the last one, as torch.tile and ONNX's Tile.</summary>
    /// <exception cref="ShapeException">A number is not positive.</exception>
    public Tensor Tile(params ReadOnlySpan<int> repeats)
    {
        var (dims, times) = (Shape.ToArray(), repeats.ToArray());
        if (times.Any(r => r <= 0))
            throw new ShapeException($"Tile of {Shape}: repeats [{string.Join(",", times)}] must be positive");
        while (dims.Length < times.Length)
            dims = [1, .. dims];
        while (times.Length < dims.Length)
            times = [1, .. times];
        var x = Reshape(new Shape(dims));
        if (times.All(r => r == 1))
            return x;
        // Three repeated axes have seven loops at most, what lies between them included; four axes have eight.
        foreach (var axes in Enumerable.Range(0, times.Length).Where(i => times[i] > 1).Chunk(times.Length <= 4 ? 4 : 3))
            x = x.Graph.Append(new TileOp(new Shape([.. times.Select((r, i) => axes.Contains(i) ? r : 1)])), x);
        return x;
    }
}
