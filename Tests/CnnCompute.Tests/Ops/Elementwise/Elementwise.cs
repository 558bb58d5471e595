// Shapes, values and checks that the tests of elementwise ops share.
namespace CnnCompute.Tests;

/// <summary>Cases of elementwise ops: awkward shapes, wide ranges, broadcasting, integers and truth values.</summary>
internal static class Elementwise
{
    /// <summary>Pairs of shapes that broadcast, scalars and the highest rank among them.</summary>
    public static readonly (Shape A, Shape B)[] Pairs =
    [
        (new(), new()), (new(1), new(127)), (new(13), new(13)), (new(3, 13), new(13)), (new(13, 1), new(1, 127)),
        (new(2, 13, 3, 5), new(2, 13, 3, 5)), (new(2, 8, 3, 5), new(1, 8, 1, 1)), (new(2, 13, 1, 5), new(13, 3, 1)),
        (new(3, 1, 5, 1), new(1, 16, 1, 7)), (new(2, 3, 2, 3, 2, 3), new(3, 1, 1, 2, 1)),
    ];

    /// <summary>Pairs that leave more axes than most kernels see.</summary>
    public static readonly (Shape A, Shape B)[] DeepPairs =
        [
            (new(2, 1, 3, 1, 2, 1, 3, 1), new(1, 3, 1, 2, 1, 2, 1, 5)), (new(2, 1, 3, 1, 2, 1, 8), new(3, 1, 2, 1, 2, 1)),
            (new(8, 1, 1, 1, 1, 1, 1, 1), new(8)),
        ];

    /// <summary>Shapes of one operand: shorter than a thread's eight, not a multiple of it, and an image.</summary>
    public static readonly Shape[] Shapes = [new(1), new(3), new(13), new(127), new(2, 3, 5, 7), new(4096)];

    /// <summary>Whole numbers from -<paramref name="range"/> to range.</summary>
    public static double[] Ints(Shape shape, int range, ulong stream = 1) => [.. OpCase.Uniform(shape, stream).Select(v => Math.Round(v * range))];

    /// <summary>0 or 1.</summary>
    public static double[] Truths(Shape shape, ulong stream = 1) => [.. OpCase.Uniform(shape, stream).Select(v => v < 0 ? 0.0 : 1.0)];

    /// <summary>An op of two I32 (or Bool) operands in every recipe, on every pair of shapes.</summary>
    public static void CheckInts(Func<Tensor, Tensor, Tensor> op, DType type = DType.I32, int range = 9, Func<double[], double[]>? change = null)
    {
        foreach (var (a, b) in Pairs.Concat(DeepPairs))
        {
            new OpCase(g => op(g.Input("a", a, type), g.Input("b", b, type)))
            {
                Gradient = false,
                Tolerance = 0,
                Values = (key, s) => type == DType.Bool ? Truths(s, key[0])
                    : key == "b" && change is not null ? change(Ints(s, range, 2))
                    : Ints(s, range, key[0]),
            }.Check();
        }
    }

    /// <summary>The naive result of a formula of two broadcast operands.</summary>
    public static double[] Broadcast(Node node, double[][] x, Func<double, double, double> formula) =>
        [.. Places.Of(node.Shape)
            .Select(p => formula(x[0][Places.Broadcast(node.Inputs[0].Shape, p)], x[1][Places.Broadcast(node.Inputs[1].Shape, p)]))];

    /// <summary>An op of one I32 operand in every recipe.</summary>
    public static void CheckInts(Func<Tensor, Tensor> op, Shape shape, int range = 1_000_000) =>
        new OpCase(g => op(g.Input("x", shape, DType.I32))) { Gradient = false, Tolerance = 0, Values = (_, s) => Ints(s, range) }.Check();

    /// <summary>An op of one operand and its gradient, on values between two bounds that keep away from its kinks.</summary>
    public static void Check(Func<Tensor, Tensor> op, Shape shape, double low, double high, double[]? kinks = null, bool gradient = true)
    {
        double Away(double v)
        {
            foreach (var kink in kinks ?? [])
            {
                if (Math.Abs(v - kink) < 0.02)
                    v = kink + (v < kink ? -0.02 : 0.02);
            }
            return v;
        }
        new OpCase(g => op(g.Input("x", shape)))
        {
            Gradient = gradient,
            Values = (key, s) => key == "x" ? [.. OpCase.Uniform(s, 3).Select(v => Away(low + (v + 1) / 2 * (high - low)))] : null,
        }.Check();
    }

    /// <summary>
    /// Every element of the result, and of the gradient, on its own: within <paramref name="relative"/> of its value or <paramref name="absolute"/>,
    /// for 0, the bounds, and both signs' magnitudes spread evenly over the orders from 1e-30 on, as far as they lie within the bounds.
    /// </summary>
    public static void CheckAccuracy(Func<Tensor, Tensor> op, double low, double high, double relative, double absolute)
    {
        var magnitudes = Enumerable.Range(0, 2001).Select(i => Math.Pow(10, -30 + i * 0.0345))
            .Concat(Enumerable.Range(1, 3000).Select(i => i * 0.0041));
        double[] x = [.. magnitudes.SelectMany(m => new[] { m, -m }).Append(0).Append(low).Append(high).Where(v => v >= low && v <= high)
            .Select(v => (double)(float)v)];
        var graph = new Graph();
        var input = graph.Input("x", x.Length);
        var y = op(input);
        Autodiff.Gradients(y, [input]);
        var oracle = new Oracle(new Dictionary<string, double[]> { ["x"] = x });
        foreach (var node in graph.Nodes.Where(
            n => n.Inputs.Count > 0 && n.Inputs.All(t => t.Id <= y.Id || t.Node.Op is FillOp) && n.Op is UnaryOp or UnaryGradOp))
        {
            double[][] inputs = [.. node.Inputs.Select(t => oracle[t].Select(v => (double)(float)v).ToArray())];
            var expected = Reference.For(node.Op).Evaluate(node, inputs, oracle);
            foreach (var recipe in node.Op.Recipes(node, Plan.Traits(GpuFixture.Gpu.Info)))
            {
                using var runner = new OpRunner(GpuFixture.Gpu, node, recipe);
                runner.Run(inputs);
                var actual = runner.Output();
                var worst = Enumerable.Range(0, x.Length).MaxBy(i => Excess(actual[i], expected[i]));
                Assert.That(Excess(actual[worst], expected[worst]), Is.LessThanOrEqualTo(1),
                    $"{node} at {inputs[0][worst]:R}: {actual[worst]:R} instead of {expected[worst]:R}");
            }
        }

        // Beyond the range of floats, infinity is right.
        double Excess(double actual, double expected) =>
            Math.Abs(expected) > 3.4e38 && double.IsInfinity(actual) && Math.Sign(actual) == Math.Sign(expected) || actual == expected ? 0
                : double.IsFinite(actual) ? Math.Abs(actual - expected) / (relative * Math.Abs(expected) + absolute) : double.PositiveInfinity;
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>-1, 0 or 1; NaN of NaN, where .NET's throws.</summary>
    public static double Sign(double x) => double.IsNaN(x) ? x : Math.Sign(x);

    /// <summary>exp(x) - 1 without cancellation.</summary>
    public static double ExpM1(double x)
    {
        var t = Math.Tanh(x / 2);
        return x > 1 ? Math.Exp(x) - 1 : 2 * t / (1 - t);
    }

    /// <summary>log(1 + x) without cancellation (Kahan).</summary>
    public static double LogP1(double x) => 1 + x == 1 ? x : Math.Log(1 + x) * (x / (1 + x - 1));

    /// <summary>log(1 + exp(x)).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + LogP1(Math.Exp(-Math.Abs(x)));

    /// <summary>The error function: its power series near 0, its continued fraction beyond (Abramowitz and Stegun 7.1.5, 7.1.14).</summary>
    public static double Erf(double x) => Math.Abs(x) < 2.5 ? Series(x) : x > 0 ? 1 - Fraction(x) : Fraction(-x) - 1;

    /// <summary>1 - erf(x) without cancellation for large x.</summary>
    public static double Erfc(double x) => Math.Abs(x) < 2.5 ? 1 - Series(x) : x > 0 ? Fraction(x) : 2 - Fraction(-x);

    private static double Series(double x)
    {
        double term = x, sum = x;
        for (var n = 1; n < 80; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private static double Fraction(double x)
    {
        var tail = 0.0;
        for (var n = 80; n > 0; n--)
            tail = n / 2.0 / (x + tail);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + tail);
    }
}
