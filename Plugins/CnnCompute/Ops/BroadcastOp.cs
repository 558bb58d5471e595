// What elementwise ops of two operands share: NumPy's broadcasting.
namespace CnnCompute;

/// <summary>An elementwise op of two operands whose shapes broadcast: aligned at the last axis, equal or 1 (NumPy's rule).</summary>
public abstract record BroadcastOp : Op
{
    private const int Axes = 6;

    /// <summary>The shader, path under Shaders/.</summary>
    protected abstract string Shader { get; }

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        var dims = new int[Math.Max(a.Rank, b.Rank)];
        if (dims.Length > Axes)
            throw ShapeException.For(this, inputs, $"broadcasting goes up to {Axes} dimensions");
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
        var same = a == shape && b == shape;
        var count = (int)shape.Count;
        var push = new PushWord[1 + 3 * Axes];
        push[0] = count;
        var order = shape.MemoryOrder();
        int[] strideA = Strides(a, shape.Rank), strideB = Strides(b, shape.Rank);
        for (var i = 0; i < Axes; i++)
        {
            var axis = i - (Axes - shape.Rank) is >= 0 and var k ? order[k] : -1;
            push[1 + i] = axis < 0 ? 1 : shape[axis];
            push[1 + Axes + i] = axis < 0 ? 0 : strideA[axis];
            push[1 + 2 * Axes + i] = axis < 0 ? 0 : strideB[axis];
        }
        var step = new Step(Shader, same ? Threads.Wide(count) : Threads.For(count), push, Operand.In(0), Operand.In(1), Operand.Out()) { Constants = [(0, same ? 1u : 0u)] };
        yield return new Recipe("plain", [step]) { InPlace = a == shape ? 0 : b == shape ? 1 : -1 };
    }

    // Strides of an operand along the result's axes: 0 where it is broadcast.
    private static int[] Strides(Shape operand, int rank)
    {
        var own = operand.Strides();
        var result = new int[rank];
        for (var i = 1; i <= operand.Rank; i++)
            result[^i] = operand[-i] == 1 ? 0 : own[^i];
        return result;
    }
}
