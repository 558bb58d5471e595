// Maxima, minima, products and norms over any axes.
namespace CnnCompute.Tests;

public sealed class ReduceOpTests
{
    private static readonly ReduceKind[] Kinds =
        [
            ReduceKind.Max, ReduceKind.Min, ReduceKind.Prod, ReduceKind.NormL1, ReduceKind.NormL2, ReduceKind.SumSquare, ReduceKind.LogSum,
            ReduceKind.LogSumExp,
        ];

    private static readonly (Shape, int[], bool)[] Cases =
    [
        (new(), [], false), (new(1), [0], true), (new(127), [], false), (new(128), [], true), (new(3, 13), [1], false), (new(13, 8), [0], true),
        (new(3, 127), [0], false), (new(3, 128), [1], false), (new(2, 13, 5, 3), [2, 3], true), (new(2, 16, 5, 13), [2, 3], false),
        (new(2, 16, 5, 3), [1], true), (new(2, 13, 5, 3), [1, 3], false), (new(2, 16, 5, 3), [0, -1], true),
        (new(2, 3, 4, 5, 6), [1, 3], false), (new(1, 2, 3, 2, 1, 3, 2, 2), [1, 3, 5, 7], true), (new(2, 3, 2, 2, 2, 3, 2, 2), [4], false),
    ];

    private static IEnumerable<TestCaseData> All() => from kind in Kinds from c in Cases select new TestCaseData(kind, c.Item1, c.Item2, c.Item3);

    [TestCaseSource(nameof(All))]
    public void Reductions_match_in_every_recipe_and_gradient(ReduceKind kind, Shape x, int[] axes, bool keepDim) =>
        new OpCase(g => Reduce(kind, g.Input("x", x), axes, keepDim))
        {
            Tolerance = 2e-5,
            Values = (key, s) => key != "x" ? null : kind switch
            {
                ReduceKind.Max or ReduceKind.Min => OpCase.Distinct(s),
                ReduceKind.LogSum => [.. OpCase.Uniform(s, 1).Select(v => v + 1.5)],
                ReduceKind.Prod => [.. OpCase.AwayFromZero(s).Select(v => v + Math.Sign(v) * 0.5)],
                _ => OpCase.AwayFromZero(s),
            },
        }.Check();

    [Test]
    public void Long_lines_are_cut_into_parts([ValueSource(nameof(Kinds))] ReduceKind kind, [Values(100_003, 100_000)] int n) =>
        new OpCase(g => Reduce(kind, g.Input("x", n), [], false))
        {
            Gradient = false,
            Tolerance = 1e-4,
            Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => kind == ReduceKind.Prod ? 1 + v * 1e-3 : v + 1.5)],
        }.Check();

    [Test]
    public void Products_with_zeros_have_the_right_gradient() => new OpCase(g => g.Input("x", 4, 8).Prod([1]))
    {
        // No zero, one, two, all.
        Values = (key, s) => key != "x"
            ? null
            : [.. OpCase.AwayFromZero(s).Select((v, i) => (i / 8) switch { 1 => i == 11 ? 0 : v, 2 => i is 16 or 23 ? 0 : v, 3 => 0, _ => v })],
    }.Check();

    [Test]
    public void Ties_share_the_gradient([Values] bool largest)
    {
        var graph = new Graph();
        var x = graph.Input("x", 2, 4);
        var dx = Autodiff.Gradients(largest ? x.Max([1]) : x.Min([1]), [x])[0];
        double[] values = largest ? [3, 1, 3, 3, 0, 2, 1, 1] : [-3, 1, -3, -3, 0, -2, 1, 1];
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = values }, dx)[0],
            Is.EqualTo([1 / 3.0, 0, 1 / 3.0, 1 / 3.0, 0, 1, 0, 0]).Within(1e-7));
    }

    [Test]
    public void Large_exponents_do_not_overflow() =>
        new OpCase(g => g.Input("x", 3, 16).LogSumExp([1]))
        {
            Gradient = false,
            Values = (_, s) => [.. OpCase.Uniform(s, 1).Select((v, i) => i / 16 == 2 ? double.NegativeInfinity : 500 * v)],
        }.Check();

    [TestCase(ReduceKind.Sum)]
    [TestCase(ReduceKind.Max)]
    [TestCase(ReduceKind.Min)]
    [TestCase(ReduceKind.Prod)]
    public void Integers_are_reduced(ReduceKind kind)
    {
        foreach (var (shape, axes, keepDim) in Cases)
        {
            new OpCase(g => Reduce(kind, g.Input("x", shape, DType.I32), axes, keepDim))
            {
                Gradient = false,
                Values = (_, s) => Small(s, kind == ReduceKind.Prod ? 2 : 30_000_000),
            }.Check();
        }
        new OpCase(g => Reduce(kind, g.Input("x", new Shape(100_003), DType.I32), [], false))
        {
            Gradient = false,
            Values = (_, s) => Small(s, kind == ReduceKind.Prod ? 2 : 20_000),
        }.Check();
    }

    [Test]
    public void Truth_values_are_counted() =>
        new OpCase(g => g.Input("x", new Shape(3, 40), DType.Bool).Sum([1]))
        {
            Gradient = false,
            Values = (_, s) => [.. Enumerable.Range(0, (int)s.Count).Select(i => (double)(i % 3 & 1))],
        }.Check();

    [Test]
    public void Variance_and_deviation_match([Values(0, 1)] int correction)
    {
        // The gradient by way of the mean is a sum that is zero but for rounding, so nodes are compared forward only.
        foreach (var build in new Func<Graph, Tensor>[] { g => g.Input("x", 2, 8, 3, 5).Var([0, 2, 3], correction),
            g => g.Input("x", 3, 13).Std([-1], correction, keepDim: true) })
        {
            new OpCase(build).CheckGradient();
            new OpCase(build) { Gradient = false }.Check();
        }
        var x = new Graph().Input("x", 4);
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = [1, 2, 3, 6] }, x.Var(default, correction))[0][0],
            Is.EqualTo(14.0 / (4 - correction)).Within(1e-6));
    }

    [Test]
    public void Bad_axes_and_types_are_refused()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 3), n = graph.Input("n", new Shape(2, 3), DType.I32);
        Assert.That(() => x.Max([2]), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3]").And.Message.Contains("axis 2 is out of range"));
        Assert.That(() => x.Prod([0, -2]), Throws.TypeOf<ShapeException>().With.Message.Contains("named twice"));
        Assert.That(() => n.NormL2(), Throws.TypeOf<ShapeException>().With.Message.Contains("ReduceNormL2").And.Message.Contains("I32"));
        Assert.That(() => n.Mean(), Throws.TypeOf<ShapeException>().With.Message.Contains("I32"));
        Assert.That(() => x.Var([0], 2), Throws.TypeOf<ShapeException>().With.Message.Contains("correction 2"));
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        foreach (var kind in new[] { ReduceKind.Max, ReduceKind.NormL2, ReduceKind.LogSumExp })
            new OpCase(g => Reduce(kind, g.Input("x", 64, 32, 28, 28), [2, 3], false)).Perf();
    }

    private static Tensor Reduce(ReduceKind kind, Tensor x, int[] axes, bool keepDim) => kind switch
    {
        ReduceKind.Sum => x.Sum(axes, keepDim),
        ReduceKind.Max => x.Max(axes, keepDim),
        ReduceKind.Min => x.Min(axes, keepDim),
        ReduceKind.Prod => x.Prod(axes, keepDim),
        ReduceKind.NormL1 => x.NormL1(axes, keepDim),
        ReduceKind.NormL2 => x.NormL2(axes, keepDim),
        ReduceKind.SumSquare => x.SumSquare(axes, keepDim),
        ReduceKind.LogSum => x.LogSum(axes, keepDim),
        _ => x.LogSumExp(axes, keepDim),
    };

    // Integers in [-most, most); products only of 1 and -1, so that they stay small.
    private static double[] Small(Shape shape, int most) =>
        [.. OpCase.Uniform(shape, 3).Select(v => most == 2 ? v < 0 ? -1.0 : 1.0 : Math.Floor(v * most / Math.Max(1, shape.Count / 100)))];

    private sealed class Formula : Reference<ReduceOp>
    {
        protected override double[] Compute(ReduceOp op, Node node, double[][] x)
        {
            var shape = node.Inputs[0].Shape;
            var lines = new List<double>[node.Shape.Count];
            var i = 0;
            foreach (var place in Places.Of(shape))
            {
                var to = 0;
                for (var axis = 0; axis < shape.Rank; axis++)
                    to = (op.Axes >> axis & 1) != 0 ? to : to * shape[axis] + place[axis];
                (lines[to] ??= []).Add(x[0][i++]);
            }
            return [.. lines.Select(l => Of(op.Kind, l))];
        }

        private static double Of(ReduceKind kind, List<double> line)
        {
            switch (kind)
            {
                case ReduceKind.Max:
                    return Extreme.Largest(line);
                case ReduceKind.Min:
                    return Extreme.Smallest(line);
                case ReduceKind.Prod:
                    return line.Aggregate(1.0, (p, v) => p * v);
                case ReduceKind.ProdNonZero:
                    return line.Where(v => v != 0).Aggregate(1.0, (p, v) => p * v);
                case ReduceKind.Zeros:
                    return line.Count(v => v == 0);
                case ReduceKind.NormL1:
                    return line.Sum(Math.Abs);
                case ReduceKind.NormL2:
                    return Math.Sqrt(line.Sum(v => v * v));
                case ReduceKind.SumSquare:
                    return line.Sum(v => v * v);
                case ReduceKind.LogSum:
                    return Math.Log(line.Sum());
                case ReduceKind.LogSumExp:
                    var top = Extreme.Largest(line);
                    return double.IsInfinity(top) ? top : top + Math.Log(line.Sum(v => Math.Exp(v - top)));
                default:
                    return line.Sum();
            }
        }
    }

    private sealed class GradFormula : Reference<ReduceGradOp>
    {
        protected override double[] Compute(ReduceGradOp op, Node node, double[][] x)
        {
            var i = 0;
            return
            [
                .. Places.Of(node.Shape).Select(p =>
                {
                    var at = Places.Broadcast(node.Inputs[1].Shape, p);
                    var (v, y, dy) = (x[0][i++], x[1][at], x[2][at]);
                    return op.Kind switch
                    {
                        ReduceKind.Max or ReduceKind.Min => dy * (v == y ? 1 : 0),
                        ReduceKind.Prod => dy * y * (v == 0 ? 0 : 1 / v),
                        ReduceKind.ProdNonZero => dy * y * (v == 0 ? 1 : 0),
                        ReduceKind.NormL1 => Elementwise.Sign(v) * dy,
                        ReduceKind.NormL2 => dy * v / (y == 0 ? 1 : y),
                        ReduceKind.SumSquare => 2 * v * dy,
                        ReduceKind.LogSum => dy * Math.Exp(-y),
                        _ => dy * Math.Exp(v - y),
                    };
                })
            ];
        }
    }
}
