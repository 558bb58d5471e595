// What elementwise ops of two operands share: NumPy's broadcasting.
namespace CnnCompute;

/// <summary>An elementwise op of two operands whose shapes broadcast: aligned at the last axis, equal or 1 (NumPy's rule).</summary>
public abstract record BroadcastOp : Op
{
    /// <summary>The shader, path under Shaders/.</summary>
    protected abstract string Shader { get; }

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        var dims = new int[Math.Max(a.Rank, b.Rank)];
        if (dims.Length > GatherAxes.Most)
            throw ShapeException.For(this, inputs, $"broadcasting goes up to {GatherAxes.Most} dimensions");
        for (var i = 1; i <= dims.Length; i++)
        {
            int da = i <= a.Rank ? a[-i] : 1, db = i <= b.Rank ? b[-i] : 1;
            if (da != db && da != 1 && db != 1)
                throw ShapeException.For(this, inputs, $"dimensions {da} and {db} (from the end: {i}) neither match nor broadcast");
            dims[^i] = Math.Max(da, db);
        }
        return new Shape(dims);
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (a, b, shape) = (node.Inputs[0].Shape, node.Inputs[1].Shape, node.Shape);
        var axes = GatherAxes.Walk(this, shape, GatherAxes.Broadcast(a, shape), GatherAxes.Broadcast(b, shape));
        yield return Launch("plain", false);
        if (axes.FitsEight(splat: true))
            yield return Launch("wide", true);

        Recipe Launch(string name, bool wide)
        {
            var (threads, push) = axes.Launch(shape, wide);
            var (splatA, splatB) = (axes.Strides[0][^1] == 0, axes.Strides[1][^1] == 0);
            var step = new Step(Shader, threads, push, Operand.In(0), Operand.In(1), Operand.Out())
            {
                Constants = [(0, wide ? 1u : 0u), (1, (uint)axes.Count), (2, splatA ? 1u : 0u), (3, splatB ? 1u : 0u)],
            };
            return new Recipe(name, [step]) { InPlace = a == shape ? 0 : b == shape ? 1 : -1 };
        }
    }
}
