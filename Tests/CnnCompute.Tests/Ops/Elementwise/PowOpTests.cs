// Elementwise power: every recipe, the gradient in both operands, special values.
namespace CnnCompute.Tests;

public sealed class PowOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Pairs))]
    public void Pow_broadcasts_in_every_recipe_and_gradient((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A).Pow(g.Input("b", shapes.B)))
        {
            Values = (key, s) => key == "cotangent" ? null : [.. OpCase.Uniform(s, key[0]).Select(v => key == "a" ? 1.1 + v : 3 * v)],
        }.Check();

    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Negative_bases_take_whole_exponents_in_every_recipe_and_gradient(Shape shape)
    {
        foreach (var exponent in new[] { 3f, -2f, 2f, 0.5f, -0.5f, -1f, 1.7f, 1f })
        {
            var whole = exponent == MathF.Round(exponent);
            new OpCase(g => g.Input("a", shape).Pow(exponent))
            {
                Values = (_, s) => [.. OpCase.AwayFromZero(s).Select(v => whole ? v : Math.Abs(v))],
                GradientTolerance = 1e-5,
            }.Check();
        }
    }

    [Test]
    public void Powers_of_every_size_are_accurate()
    {
        var pairs = Enumerable.Range(0, 4000).Select(i =>
        {
            var random = new Philox(5);
            double a = (float)Math.Exp((random.Uniform((ulong)(2 * i)) - 0.5) * (i % 2 == 0 ? 80 : 1));
            return (A: a, B: (double)(float)((random.Uniform((ulong)(2 * i + 1)) - 0.5) * 170 / Math.Max(0.02, Math.Abs(Math.Log(a)))));
        }).ToArray();
        var actual = Run([.. pairs.Select(p => p.A)], [.. pairs.Select(p => p.B)]);
        for (var i = 0; i < pairs.Length; i++)
            Assert.That(actual[i], Is.EqualTo(Math.Pow(pairs[i].A, pairs[i].B)).Within(5e-4).Percent, $"{pairs[i]}");
    }

    [Test]
    public void Special_values_are_those_of_C()
    {
        const double Inf = double.PositiveInfinity, NaN = double.NaN;
        double[] values = [0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, Inf, -Inf, NaN];
        var pairs = values.SelectMany(a => values.Select(b => (A: a, B: b))).ToArray();
        var actual = Run([.. pairs.Select(p => p.A)], [.. pairs.Select(p => p.B)]);
        Assert.Multiple(() =>
        {
            for (var i = 0; i < pairs.Length; i++)
            {
                var expected = Math.Pow(pairs[i].A, pairs[i].B);
                // The sign of an infinite base's power is left out: |a|^b.
                if (double.IsNegativeInfinity(pairs[i].A) && double.IsFinite(pairs[i].B))
                    (actual[i], expected) = (Math.Abs(actual[i]), Math.Abs(expected));
                if (double.IsNegativeInfinity(pairs[i].A) && pairs[i].B is 0.5 or -0.5)
                    continue;
                Assert.That(actual[i], double.IsFinite(expected) ? Is.EqualTo(expected).Within(1e-5).Percent : Is.EqualTo(expected), $"{pairs[i]}");
            }
        });
    }

    [Test]
    public void Powers_of_integers_are_exact() =>
        Elementwise.CheckInts((a, b) => a.Pow(b), range: 9, change: v => [.. v.Select(x => Math.Max(x, -2))]);

    [Test]
    public void The_type_is_that_of_the_base()
    {
        var graph = new Graph();
        Tensor f = graph.Input("f", 3), i = graph.Input("i", new Shape(3), DType.I32);
        var inputs = new Dictionary<string, double[]> { ["f"] = [0.5, 1.5, 2.5], ["i"] = [2, 3, 4] };
        Assert.Multiple(() =>
        {
            Assert.That((f.Pow(i).Type, i.Pow(f).Type, i.Pow(2f).Type, i.Pow(0.5f).Type), Is.EqualTo((DType.F32, DType.I32, DType.I32, DType.I32)));
            Assert.That(Oracle.Run(inputs, f.Pow(i))[0], Is.EqualTo([0.25, 3.375, 39.0625]));
            Assert.That(Oracle.Run(inputs, i.Pow(f))[0], Is.EqualTo(new double[] { 1, 5, 32 }));
            Assert.That(Oracle.Run(inputs, i.Pow(2))[0], Is.EqualTo(new double[] { 4, 9, 16 }));
        });
    }

    private static double[] Run(double[] a, double[] b)
    {
        var graph = new Graph();
        var node = graph.Input("a", a.Length).Pow(graph.Input("b", b.Length)).Node;
        using var runner = new OpRunner(GpuFixture.Gpu, node, node.Op.Recipes(node, Plan.Traits(GpuFixture.Gpu.Info)).First());
        runner.Run([a, b]);
        return runner.Output();
    }

    private sealed class Formula : Reference<PowOp>
    {
        protected override double[] Compute(PowOp op, Node node, double[][] x) =>
            Elementwise.Broadcast(node, x,
                node.Type == DType.I32 ? (a, b) => a == 0 && b < 0 ? 0 : unchecked((int)(long)Math.Truncate(Math.Pow(a, b))) : Math.Pow);
    }

    private sealed class SlopeFormula : Reference<PowSlopeOp>
    {
        protected override double[] Compute(PowSlopeOp op, Node node, double[][] x) =>
            Elementwise.Broadcast(node, x, (a, b) => b == 0 ? 0 : b * Math.Pow(a, b - 1));
    }

    private sealed class ExponentSlopeFormula : Reference<PowExponentSlopeOp>
    {
        protected override double[] Compute(PowExponentSlopeOp op, Node node, double[][] x) =>
            Elementwise.Broadcast(node, x, (a, b) => a == 0 && b >= 0 ? 0 : Math.Pow(a, b) * Math.Log(a));
    }
}
