// What elementwise ops of two operands share: NumPy's broadcasting.
namespace CnnCompute;

/// <summary>An elementwise op of two operands whose shapes broadcast: aligned at the last axis, equal or 1 (NumPy's rule).</summary>
public abstract record BroadcastOp : Op
{
    /// <summary>The shader, path under Shaders/.</summary>
    protected abstract string Shader { get; }

    /// <summary>The shader's further specialization constants; 0 to 4 are taken.</summary>
    protected virtual (int Id, uint Value)[] Constants => [];

    /// <summary>The operand types it takes; both operands must be of the same.</summary>
    protected virtual DType[] Takes => [DType.F32];

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Common(this, inputs);

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => ElementTypes.Same(this, inputs, Takes);

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (a, b, shape) = (node.Inputs[0].Shape, node.Inputs[1].Shape, node.Shape);
        var axes = GatherAxes.Walk(this, shape, GatherAxes.Broadcast(a, shape), GatherAxes.Broadcast(b, shape));
        var integer = node.Inputs[0].Type != DType.F32;
        yield return Launch("plain", false);
        if (axes.FitsEight(splat: true))
            yield return Launch("wide", true);

        Recipe Launch(string name, bool wide)
        {
            var (threads, push) = axes.Launch(shape, wide);
            var (splatA, splatB) = (axes.Strides[0][^1] == 0, axes.Strides[1][^1] == 0);
            var step = new Step(Shader, threads, push, Operand.In(0), Operand.In(1), Operand.Out())
            {
                Cut = axes.Cut(shape, wide, a.Count, b.Count),
                Constants =
                [
                    (0, wide ? 1u : 0u), (1, (uint)axes.Count), (2, splatA ? 1u : 0u), (3, splatB ? 1u : 0u), (4, integer ? 1u : 0u), .. Constants,
                ],
            };
            // Elements of another type may be stored in another size.
            return new Recipe(name, [step]) { InPlace = node.Type != node.Inputs[0].Type ? -1 : a == shape ? 0 : b == shape ? 1 : -1 };
        }
    }

    /// <summary>The shape to which all <paramref name="operands"/> broadcast.</summary>
    /// <exception cref="ShapeException">Two dimensions neither match nor broadcast.</exception>
    internal static Shape Common(Op op, ReadOnlySpan<Shape> operands)
    {
        var dims = new int[operands.ToArray().Max(s => s.Rank)];
        Array.Fill(dims, 1);
        foreach (var shape in operands)
        {
            for (var i = 1; i <= shape.Rank; i++)
            {
                if (dims[^i] != shape[-i] && dims[^i] != 1 && shape[-i] != 1)
                    throw ShapeException.For(op, operands, $"dimensions {dims[^i]} and {shape[-i]} (from the end: {i}) neither match nor broadcast");
                dims[^i] = Math.Max(dims[^i], shape[-i]);
            }
        }
        return new Shape(dims);
    }
}
