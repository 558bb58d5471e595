// ONNX operators of several operands that broadcast.
namespace CnnCompute;

internal static class ElementwiseOperators
{
    [OnnxOperator("Add")]
    private static OnnxValue Add(OnnxNode node) => node.Tensor(0) + Second(node);

    [OnnxOperator("Sub")]
    private static OnnxValue Sub(OnnxNode node) => node.Tensor(0) - Second(node);

    [OnnxOperator("Mul")]
    private static OnnxValue Mul(OnnxNode node) => node.Tensor(0) * Second(node);

    [OnnxOperator("Div")]
    private static OnnxValue Div(OnnxNode node) => node.Tensor(0) / Second(node);

    [OnnxOperator("Pow")]
    private static OnnxValue Pow(OnnxNode node) => node.Value(1) is { IsLive: false, Known: { Count: 1, IsInteger: false } one }
        && node.Tensor(0).Type == DType.F32 && one.Dims.Length <= node.Dims(0).Length
        ? node.Tensor(0).Pow((float)one[0])
        : node.Tensor(0).Pow(Second(node));

    [OnnxOperator("Mod")]
    private static OnnxValue Mod(OnnxNode node) =>
        node.Int("fmod", 0) != 0 ? node.Tensor(0).Fmod(Second(node)) : node.Tensor(0).Remainder(Second(node));

    [OnnxOperator("PRelu")]
    private static OnnxValue PRelu(OnnxNode node)
    {
        var (x, slope) = (node.Tensor(0), node.Tensor(1));
        // Shapes broadcast since opset 7; before, a slope a channel was meant. A leading 1 keeps one dimension from being read as channels.
        return x.PRelu(node.Opset >= 7 && slope.Shape.Rank == 1 && x.Shape.Rank > 1 ? slope.Reshape(1, slope.Shape[0]) : slope);
    }

    [OnnxOperator("Sum", "Mean", "Max", "Min")]
    private static OnnxValue Several(OnnxNode node)
    {
        var parts = node.Tensors();
        return node.Operator switch
        {
            "Max" => Tensor.Maximum(parts),
            "Min" => Tensor.Minimum(parts),
            "Mean" => parts.Aggregate((a, b) => a + b).Scale(1f / parts.Length),
            _ => parts.Aggregate((a, b) => a + b),
        };
    }

    [OnnxOperator("Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual", "And", "Or", "Xor")]
    private static OnnxValue Compare(OnnxNode node)
    {
        var (a, b) = (node.Tensor(0), Second(node));
        return node.Operator switch
        {
            "Equal" => a.Equal(b),
            "Less" => a.Less(b),
            "Greater" => a.Greater(b),
            "LessOrEqual" => a.LessEqual(b),
            "GreaterOrEqual" => a.GreaterEqual(b),
            "And" => a.And(b),
            "Or" => a.Or(b),
            _ => a.Xor(b),
        };
    }

    [OnnxOperator("Not")]
    private static OnnxValue Not(OnnxNode node) => node.Tensor(0).Not();

    [OnnxOperator("Where")]
    private static OnnxValue Where(OnnxNode node) => Tensor.Where(node.Tensor(0), node.Tensor(1), node.Tensor(2));

    [OnnxOperator("Cast")]
    private static OnnxValue Cast(OnnxNode node)
    {
        // Types were names before opset 6.
        var to = node.Opset < 6 && Enum.TryParse<OnnxType>(node.String("to", ""), ignoreCase: true, out var named)
            ? named
            : (OnnxType)node.Int("to", 0);
        return to.IsKnown() ? ((OnnxValue)Narrow(node.Tensor(0), to)).As(to) : throw node.Bad($"type {to}");
    }

    // Integers of fewer bits than the device's wrap around, as known arrays do. Floats of fewer bits stay floats of 32: a model's mixed precision is
    // not kept.
    private static Tensor Narrow(Tensor x, OnnxType to)
    {
        var y = x.Cast(to.InGraph());
        if (x.Type == DType.Bool || to is not (OnnxType.UInt8 or OnnxType.Int8 or OnnxType.UInt16 or OnnxType.Int16))
            return y;
        var (low, high) = to.Range();
        Tensor Number(long value) => x.Graph.Fill(Shape.Scalar, value, DType.I32);
        y = low == 0 ? y : y - Number(low);
        y = y.Remainder(Number(high - low + 1));
        return low == 0 ? y : y + Number(low);
    }

    [OnnxOperator("CastLike")]
    private static OnnxValue CastLike(OnnxNode node) => node.Tensor(0).Cast(node.Value(1).Type);

    [OnnxOperator("Identity")]
    private static OnnxValue Identity(OnnxNode node) => node.Value(0);

    [OnnxOperator("Clip")]
    private static OnnxValue Clip(OnnxNode node)
    {
        var x = node.Tensor(0);
        if (node.Opset < 11)
            return x.Clamp(node.Float("min", float.NegativeInfinity), node.Float("max", float.PositiveInfinity));
        bool Fixed(int i) => x.Type == DType.F32 && (!node.Has(i) || node.Value(i).IsKnown);
        if (Fixed(1) && Fixed(2))
            return x.Clamp((float)node.Number(1, float.NegativeInfinity), (float)node.Number(2, float.PositiveInfinity));
        x = node.Has(1) ? x.Maximum(node.Tensor(1)) : x;
        return node.Has(2) ? x.Minimum(node.Tensor(2)) : x;
    }

    /// <summary>
    /// The second operand of an operator that broadcasts. Before opset 7 it was laid along the first from attribute axis on, only where attribute
    /// broadcast was set.
    /// </summary>
    public static Tensor Second(OnnxNode node)
    {
        var x = node.Tensor(1);
        if (node.Opset >= 7 || !node.HasAttribute("axis"))
            return x;
        var rank = node.Dims(0).Length;
        var behind = rank - node.Axis(node.Int("axis", 0), rank) - x.Shape.Rank;
        return behind < 0
            ? throw node.Bad($"axis {node.Int("axis", 0)} for {x.Shape}")
            : x.Reshape(new Shape([.. x.Shape.ToArray(), .. Enumerable.Repeat(1, behind)]));
    }
}
