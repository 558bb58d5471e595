// ONNX operators that arrange elements.
namespace CnnCompute;

internal static class ShapeOperators
{
    [OnnxOperator("Concat")]
    private static OnnxValue Concat(OnnxNode node)
    {
        var parts = Enumerable.Range(0, node.Count).ToArray();
        return parts.All(i => node.Value(i).Integers is not null)
            ? parts.SelectMany(node.Integers).ToArray()
            : Tensor.Concat((int)node.Int("axis", 1), [.. parts.Select(node.Tensor)]);
    }

    [OnnxOperator("Flatten")]
    private static OnnxValue Flatten(OnnxNode node) => Matrix(node, node.Tensor(0), (int)node.Int("axis", 1));

    [OnnxOperator("Reshape")]
    private static OnnxValue Reshape(OnnxNode node)
    {
        var target = node.Has(1) ? node.Integers(1) : node.Ints("shape")?.Select(d => (long)d).ToArray() ?? throw node.Bad("the shape is missing");
        if (node.Value(0).Integers is { } integers)
            return integers;
        var x = node.Tensor(0);
        var dims = new int[target.Length];
        var (known, open) = (1L, -1);
        for (var i = 0; i < target.Length; i++)
        {
            var d = target[i] == 0 && i < x.Shape.Rank ? x.Shape[i] : target[i];
            if (d == -1 && open < 0)
            {
                open = i;
                continue;
            }
            if (d is < 1 or > int.MaxValue)
                throw node.Bad($"cannot reshape {x.Shape} to [{string.Join(",", target)}]");
            dims[i] = (int)d;
            known = Math.Min(known * d, long.MaxValue / int.MaxValue);
        }
        if (open >= 0)
            dims[open] = (int)Math.Max(1, x.Shape.Count / known);
        var shape = new Shape(dims);
        return shape.Count == x.Shape.Count ? x.Reshape(shape) : throw node.Bad($"cannot reshape {x.Shape} to [{string.Join(",", target)}]");
    }

    /// <summary>The axes before <paramref name="axis"/> as rows, the others as columns.</summary>
    public static Tensor Matrix(OnnxNode node, Tensor x, int axis)
    {
        var split = axis < 0 ? axis + x.Shape.Rank : axis;
        if (split < 0 || split > x.Shape.Rank)
            throw node.Bad($"axis {axis} of input {x.Shape}");
        var dims = x.Shape.ToArray();
        return x.Reshape(new Shape(dims[..split].Aggregate(1, (a, b) => a * b), dims[split..].Aggregate(1, (a, b) => a * b)));
    }
}
