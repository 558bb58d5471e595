// Elementwise operators on arrays that are known at import.
namespace CnnCompute;

internal static class ElementwiseFolds
{
    [OnnxFold("Add", "Sub", "Mul", "Div", "Mod", "Pow")]
    private static OnnxArray? Arithmetic(OnnxNode node)
    {
        if (node.HasAttribute("broadcast") || node.Known(1) is { IsInteger: true } b && node.Operator is "Div" or "Mod" && b.Integers!.Contains(0))
            return null;
        var fmod = node.Int("fmod", 0) != 0;
        return node.Operator switch
        {
            "Add" => Binary(node, (x, y) => x + y, (x, y) => x + y),
            "Sub" => Binary(node, (x, y) => x - y, (x, y) => x - y),
            "Mul" => Binary(node, (x, y) => x * y, (x, y) => x * y),
            // long.MinValue / -1 would trap.
            "Div" => Binary(node, (x, y) => x / y, (x, y) => y == -1 ? unchecked(-x) : x / y),
            "Pow" => Binary(node, Math.Pow, (x, y) => (long)Math.Pow(x, y)),
            _ => Binary(node, (x, y) => fmod ? x % y : x - y * Math.Floor(x / y), (x, y) => y == -1 ? 0 : fmod ? x % y : (x % y + y) % y),
        };
    }

    [OnnxFold("Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual", "And", "Or", "Xor")]
    private static OnnxArray? Compare(OnnxNode node) => node.HasAttribute("broadcast") ? null : node.Operator switch
    {
        "Equal" => Logic(node, (x, y) => x == y, (x, y) => x == y),
        "Less" => Logic(node, (x, y) => x < y, (x, y) => x < y),
        "Greater" => Logic(node, (x, y) => x > y, (x, y) => x > y),
        "LessOrEqual" => Logic(node, (x, y) => x <= y, (x, y) => x <= y),
        "GreaterOrEqual" => Logic(node, (x, y) => x >= y, (x, y) => x >= y),
        "And" => Logic(node, null, (x, y) => (x & y) != 0),
        "Or" => Logic(node, null, (x, y) => (x | y) != 0),
        _ => Logic(node, null, (x, y) => x != y),
    };

    [OnnxFold("Max", "Min", "Sum")]
    private static OnnxArray Several(OnnxNode node)
    {
        var result = node.Known(0);
        for (var i = 1; i < node.Count; i++)
        {
            var next = node.Known(i);
            result = node.Operator switch
            {
                "Max" => Binary(result, next, Math.Max, Math.Max),
                "Min" => Binary(result, next, Math.Min, Math.Min),
                _ => Binary(result, next, (x, y) => x + y, (x, y) => x + y),
            };
        }
        return result;
    }

    [OnnxFold("Neg", "Abs", "Sign", "Floor", "Ceil", "Round", "Sqrt", "Reciprocal", "Exp", "Log", "Not")]
    private static OnnxArray? Unary(OnnxNode node)
    {
        var x = node.Known(0);
        if (x.Integers is { } whole)
        {
            return node.Operator switch
            {
                "Neg" => new OnnxArray(x.ElementType, x.Dims, Array.ConvertAll(whole, v => unchecked(-v))),
                "Abs" => new OnnxArray(x.ElementType, x.Dims, Array.ConvertAll(whole, v => v < 0 ? unchecked(-v) : v)),
                "Sign" => new OnnxArray(x.ElementType, x.Dims, Array.ConvertAll(whole, v => (long)Math.Sign(v))),
                "Not" => new OnnxArray(OnnxType.Bool, x.Dims, Array.ConvertAll(whole, v => v == 0 ? 1L : 0)),
                _ => null,
            };
        }
        Func<double, double>? f = node.Operator switch
        {
            "Neg" => v => -v,
            "Abs" => Math.Abs,
            "Sign" => v => double.IsNaN(v) ? v : Math.Sign(v),
            "Floor" => Math.Floor,
            "Ceil" => Math.Ceiling,
            "Round" => v => Math.Round(v, MidpointRounding.ToEven),
            "Sqrt" => Math.Sqrt,
            "Reciprocal" => v => 1 / v,
            "Exp" => Math.Exp,
            "Log" => Math.Log,
            _ => null,
        };
        return f is null ? null : new OnnxArray(x.ElementType, x.Dims, Array.ConvertAll(x.Floats, v => (float)f(v)));
    }

    [OnnxFold("Where")]
    private static OnnxArray? Where(OnnxNode node)
    {
        var (condition, a, b) = (node.Known(0), node.Known(1), node.Known(2));
        if (condition.Integers is not { } choose || a.IsInteger != b.IsInteger)
            return null;
        var dims = FoldIndex.Broadcast(condition.Dims, a.Dims, b.Dims);
        var (ic, ia, ib) = (FoldIndex.Operand(condition.Dims, dims), FoldIndex.Operand(a.Dims, dims), FoldIndex.Operand(b.Dims, dims));
        return a.Integers is { } x && b.Integers is { } y
            ? new OnnxArray(a.ElementType, dims, [.. ic.Select((c, i) => choose[c] != 0 ? x[ia[i]] : y[ib[i]])])
            : new OnnxArray(a.ElementType, dims, [.. ic.Select((c, i) => (float)(choose[c] != 0 ? a[ia[i]] : b[ib[i]]))]);
    }

    [OnnxFold("Cast")]
    private static OnnxArray? Cast(OnnxNode node) =>
        node.Opset >= 6 && (OnnxType)node.Int("to", 0) is var type && type.IsKnown() ? node.Known(0).As(type) : null;

    [OnnxFold("CastLike")]
    private static OnnxArray CastLike(OnnxNode node) => node.Known(0).As(node.Known(1).ElementType);

    [OnnxFold("Identity")]
    private static OnnxArray Identity(OnnxNode node) => node.Known(0);

    [OnnxFold("IsNaN")]
    private static OnnxArray IsNaN(OnnxNode node) =>
        node.Known(0) is var x ? new OnnxArray(OnnxType.Bool, x.Dims, Array.ConvertAll(x.Floats, v => float.IsNaN(v) ? 1L : 0)) : null!;

    private static OnnxArray Binary(OnnxNode node, Func<double, double, double> f, Func<long, long, long> g) =>
        Binary(node.Known(0), node.Known(1), f, g);

    // In 64 bits, then rounded or wrapped to the first operand's type.
    private static OnnxArray Binary(OnnxArray a, OnnxArray b, Func<double, double, double> f, Func<long, long, long> g)
    {
        var dims = FoldIndex.Broadcast(a.Dims, b.Dims);
        var (ia, ib) = (FoldIndex.Operand(a.Dims, dims), FoldIndex.Operand(b.Dims, dims));
        if (a.Integers is { } x && b.Integers is { } y)
            return new OnnxArray(OnnxType.Int64, dims, [.. ia.Zip(ib, (i, j) => g(x[i], y[j]))]).As(a.ElementType);
        float[] values = [.. ia.Zip(ib, (i, j) => (float)f(a[i], b[j]))];
        return new OnnxArray(OnnxType.Float, dims, values).As(a.ElementType);
    }

    private static OnnxArray? Logic(OnnxNode node, Func<double, double, bool>? f, Func<long, long, bool> g)
    {
        var (a, b) = (node.Known(0), node.Known(1));
        var dims = FoldIndex.Broadcast(a.Dims, b.Dims);
        var (ia, ib) = (FoldIndex.Operand(a.Dims, dims), FoldIndex.Operand(b.Dims, dims));
        if (a.Integers is { } x && b.Integers is { } y)
            return new OnnxArray(OnnxType.Bool, dims, [.. ia.Zip(ib, (i, j) => g(x[i], y[j]) ? 1L : 0)]);
        return f is null ? null : new OnnxArray(OnnxType.Bool, dims, [.. ia.Zip(ib, (i, j) => f(a[i], b[j]) ? 1L : 0)]);
    }
}
