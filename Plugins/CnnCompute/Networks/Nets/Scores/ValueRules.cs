// What each operator makes of bounds and sums.
namespace CnnCompute;

/// <summary>Rules by operator; of one that has none nothing is known.</summary>
internal static class ValueRules
{
    /// <summary>What is known of a node's output.</summary>
    public static ValueFacts Of(Node node, ScoreAnalysis known) => node.Inputs.Count == 0 ? Source(node)
        : node.Inputs.Any(i => known[i].IsKnown) ? OfKnown(node, known)
        : OfAny(node);

    private static ValueFacts Source(Node node) => node.Op is FillOp fill ? new ValueFacts(fill.Value, fill.Value) : ValueFacts.Unknown;

    // Operators that bound whatever they are given.
    private static ValueFacts OfAny(Node node) => node.Op switch
    {
        SoftmaxOp softmax => new ValueFacts(0, 1) { Sum = LineSum.Along(node.Shape, softmax.Axis, 1) },
        LogSoftmaxOp softmax => new ValueFacts(double.NegativeInfinity, 0) { LogSum = LineSum.Along(node.Shape, softmax.Axis, 1) },
        SigmoidOp or HardsigmoidOp => new ValueFacts(0, 1),
        TanhOp or UnaryMathOp { Kind: UnaryMath.Sin or UnaryMath.Cos or UnaryMath.Erf or UnaryMath.Sign } => new ValueFacts(-1, 1),
        ReluOp or UnaryMathOp { Kind: UnaryMath.Exp or UnaryMath.Square or UnaryMath.Abs or UnaryMath.Sqrt } =>
            new ValueFacts(0, double.PositiveInfinity),
        ReduceOp { Kind: ReduceKind.NormL1 or ReduceKind.NormL2 or ReduceKind.SumSquare } => new ValueFacts(0, double.PositiveInfinity),
        ClampOp clamp => new ValueFacts(clamp.Min, clamp.Max),
        HardtanhOp clamp => new ValueFacts(clamp.Min, clamp.Max),
        ComparisonOp or NotOp or IsNanOp or IsInfOp => new ValueFacts(0, 1),
        MaximumOp when Other(node) is (_, var (least, _)) => new ValueFacts(least, double.PositiveInfinity),
        MinimumOp when Other(node) is (_, var (_, most)) => new ValueFacts(double.NegativeInfinity, most),
        SubOp when LineRules.LogNormalised(node) is { } line => new ValueFacts(double.NegativeInfinity, 0) { LogSum = line },
        _ => ValueFacts.Unknown,
    };

    private static ValueFacts OfKnown(Node node, ScoreAnalysis known)
    {
        var x = known[node.Inputs[0]];
        return node.Op switch
        {
            ReshapeOp or DetachOp => x,
            CastOp cast => cast.To == DType.F32 || node.Inputs[0].Type != DType.F32 ? x : x.Rounded(),
            ScaleOp scale => x.Scaled(scale.Factor, scale.Shift),
            ClampOp clamp => x.Clamped(clamp.Min, clamp.Max),
            HardtanhOp clamp => x.Clamped(clamp.Min, clamp.Max),
            ReluOp => x.Clamped(0, double.PositiveInfinity),
            UnaryMathOp math => OfMath(math.Kind, x),
            AddOp or SubOp => LineRules.LogNormalised(node) is { } line
                ? new ValueFacts(double.NegativeInfinity, 0) { LogSum = line }
                : Sum(node, known, node.Op is AddOp ? 1 : -1),
            MulOp => Product(node, known),
            DivOp => Quotient(node, known),
            MaximumOp or MinimumOp => Limited(node, known),
            WhereOp => known[node.Inputs[1]].Range.Or(known[node.Inputs[2]].Range),
            MaxPool2dOp or GatherElementsOp or TileOp or RollOp => LineRules.Chosen(node, x),
            _ => LineRules.Of(node, known) ?? OfAny(node),
        };
    }

    private static ValueFacts OfMath(UnaryMath kind, ValueFacts x) => kind switch
    {
        UnaryMath.Exp => x.LogSum is { } log ? new ValueFacts(0, Math.Min(Math.Exp(x.Most), log.Total)) { Sum = log } : x.Through(Math.Exp),
        UnaryMath.Log => x.Least >= 0 ? x.Through(Math.Log) with { LogSum = x.Sum } : ValueFacts.Unknown,
        UnaryMath.Neg => x.Scaled(-1, 0),
        UnaryMath.Abs when x.Least >= 0 => x,
        UnaryMath.Abs => new ValueFacts(0, Math.Max(Math.Abs(x.Least), Math.Abs(x.Most))),
        UnaryMath.Square => x.Least >= 0 ? x.Through(v => v * v) : new ValueFacts(0, Math.Max(x.Least * x.Least, x.Most * x.Most)),
        UnaryMath.Sqrt => x.Clamped(0, double.PositiveInfinity).Through(Math.Sqrt),
        UnaryMath.Reciprocal when x.Least > 0 => new ValueFacts(1 / x.Most, 1 / x.Least),
        UnaryMath.Round or UnaryMath.Floor or UnaryMath.Ceil or UnaryMath.Trunc => x.Rounded(),
        UnaryMath.Sin or UnaryMath.Cos or UnaryMath.Erf or UnaryMath.Sign => new ValueFacts(-1, 1),
        _ => ValueFacts.Unknown,
    };

    private static ValueFacts Sum(Node node, ScoreAnalysis known, int sign)
    {
        var (a, b) = (Facts(node.Inputs[0], known), Facts(node.Inputs[1], known));
        if (IsNumber(b))
            return Whole(node, 0, a).Scaled(1, sign * b.Least);
        if (IsNumber(a))
            return Whole(node, 1, b).Scaled(sign, a.Least);
        var second = b.Scaled(sign, 0);
        (a, second) = (Whole(node, 0, a), Whole(node, 1, second));
        return new ValueFacts(a.Least + second.Least, a.Most + second.Most)
        {
            Sum = a.Sum is { IsMost: false } s && second.Sum is { IsMost: false } t && (s.Count, s.Stride) == (t.Count, t.Stride)
                ? s with { Total = s.Total + t.Total }
                : null,
        };
    }

    private static ValueFacts Product(Node node, ScoreAnalysis known)
    {
        foreach (var i in new[] { 0, 1 })
        {
            if (LineRules.Plainly(node.Inputs[1 - i]).Node is { Op: UnaryMathOp { Kind: UnaryMath.Reciprocal } } one
                && LineRules.Normalised(node, i, one.Inputs[0], known) is { } share)
            {
                return share;
            }
        }
        var (a, b) = (Facts(node.Inputs[0], known), Facts(node.Inputs[1], known));
        if (IsNumber(b))
            return Whole(node, 0, a).Scaled(b.Least, 0);
        if (IsNumber(a))
            return Whole(node, 1, b).Scaled(a.Least, 0);
        double[] ends =
        [
            ValueFacts.Times(a.Least, b.Least), ValueFacts.Times(a.Least, b.Most),
            ValueFacts.Times(a.Most, b.Least), ValueFacts.Times(a.Most, b.Most),
        ];
        return new ValueFacts(ends.Min(), ends.Max());
    }

    private static ValueFacts Quotient(Node node, ScoreAnalysis known)
    {
        if (LineRules.Normalised(node, 0, node.Inputs[1], known) is { } share)
            return share;
        var (a, b) = (Facts(node.Inputs[0], known), Facts(node.Inputs[1], known));
        return IsNumber(b) && b.Least != 0 ? Whole(node, 0, a).Scaled(1 / b.Least, 0)
            : a.Least >= 0 && b.Least > 0 ? new ValueFacts(0, a.Most / b.Least)
            : ValueFacts.Unknown;
    }

    private static ValueFacts Limited(Node node, ScoreAnalysis known)
    {
        var isMaximum = node.Op is MaximumOp;
        if (Other(node) is var (i, (least, most)) && least == most)
        {
            var limited = Whole(node, i, known[node.Inputs[i]]);
            return isMaximum ? limited.Clamped(least, double.PositiveInfinity) : limited.Clamped(double.NegativeInfinity, most);
        }
        var (a, b) = (Facts(node.Inputs[0], known), Facts(node.Inputs[1], known));
        return isMaximum
            ? new ValueFacts(Math.Max(a.Least, b.Least), Math.Max(a.Most, b.Most))
            : new ValueFacts(Math.Min(a.Least, b.Least), Math.Min(a.Most, b.Most));
    }

    // Of two operands the one that is computed, and the numbers that the other consists of.
    private static (int Computed, (double Least, double Most) Numbers)? Other(Node node) =>
        ScoreAnalysis.Constant(node.Inputs[1]) is { } b ? (0, b) : ScoreAnalysis.Constant(node.Inputs[0]) is { } a ? (1, a) : null;

    private static ValueFacts Facts(Tensor value, ScoreAnalysis known) =>
        known[value] is { IsKnown: true } facts ? facts
        : ScoreAnalysis.Constant(value) is var (least, most) ? new ValueFacts(least, most) : ValueFacts.Unknown;

    private static bool IsNumber(ValueFacts facts) => facts.Least == facts.Most;

    // An operand that is repeated has the lines of its own shape no more.
    private static ValueFacts Whole(Node node, int i, ValueFacts facts) =>
        node.Inputs[i].Shape.Count == node.Shape.Count ? facts : LineRules.Repeated(node.Inputs[i].Shape, node.Shape, facts);
}
