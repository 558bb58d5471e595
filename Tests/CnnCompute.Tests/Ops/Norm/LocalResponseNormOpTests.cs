// Local response normalisation: both conventions, even windows, any rank.
namespace CnnCompute.Tests;

public sealed class LocalResponseNormOpTests
{
    private static readonly Shape[] Shapes =
    [
        new(3, 1), new(2, 13), new(2, 3, 5), new(1, 8, 1, 1), new(2, 16, 3, 5), new(1, 127, 2, 2), new(1, 48, 3, 3), new(2, 13, 2, 3, 2),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void The_frameworks_form_matches_in_every_recipe_and_gradient(Shape x) =>
        new OpCase(g => g.Input("x", x).LocalResponseNorm(5, alpha: 0.9f)) { Tolerance = 5e-6 }.Check();

    [TestCaseSource(nameof(Shapes))]
    public void The_papers_form_matches_in_every_recipe_and_gradient(Shape x) =>
        new OpCase(g => g.Input("x", x).LocalResponseNorm(5, alpha: 0.3f, k: 2, divideAlpha: false)) { Tolerance = 5e-6 }.Check();

    [TestCase(1, 0.75f)]
    [TestCase(2, 0.5f)]
    [TestCase(4, 1f)]
    [TestCase(9, 0.6f)]
    [TestCase(17, 0.75f)]
    [TestCase(18, 0.75f)]
    public void Windows_of_any_length_match(int size, float beta) =>
        new OpCase(g => g.Input("x", 2, 24, 2, 3).LocalResponseNorm(size, 1, beta)) { Tolerance = 2e-5 }.Check();

    [Test]
    public void Even_windows_lean_to_the_side_of_their_framework()
    {
        // A one among zeros: the channels whose window holds it are those that see a larger sum.
        static int[] Changed(int? before)
        {
            var graph = new Graph();
            var y = graph.Input("x", 1, 8).LocalResponseNorm(4, 4, 1, 1, before: before);
            var x = new double[] { 1, 1, 1, 1, 1000, 1, 1, 1 };
            var result = Oracle.Run(new Dictionary<string, double[]> { ["x"] = x }, y)[0];
            return [.. Enumerable.Range(0, 8).Where(c => result[c] / x[c] < 0.01)];
        }
        Assert.That(Changed(null), Is.EqualTo([3, 4, 5, 6]), "PyTorch: two before, one after");
        Assert.That(Changed(1), Is.EqualTo([2, 3, 4, 5]), "ONNX: one before, two after");
    }

    [Test]
    public void Both_conventions_agree_where_alpha_is_scaled()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 7, 2, 2);
        Tensor divided = x.LocalResponseNorm(5, 0.5f, 0.75f, 2), plain = x.LocalResponseNorm(5, 0.1f, 0.75f, 2, divideAlpha: false);
        var run = Oracle.Run(new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1) }, divided, plain);
        Assert.That(run[0], Is.EqualTo(run[1]).Within(1e-8));
        Assert.That(run[0], Is.Not.EqualTo(Oracle.Run(new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1) },
            x.LocalResponseNorm(5, 0.5f, 0.75f, 2, divideAlpha: false))[0]).Within(1e-3));
    }

    [Test]
    public void Impossible_windows_are_refused()
    {
        var x = new Graph().Input("x", 1, 8);
        Assert.That(() => x.LocalResponseNorm(0), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.LocalResponseNorm(3, before: 3), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.LocalResponseNorm(3, k: 0), Throws.TypeOf<ShapeException>().With.Message.Contains("positive"));
        Assert.That(() => new Graph().Input("x", 8).LocalResponseNorm(3), Throws.TypeOf<ShapeException>().With.Message.Contains("[N,C,...]"));
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.Input("x", 1, 96, 55, 55).LocalResponseNorm(5)).Perf();

    private static double Base(LocalResponseNormOp op, Shape shape, double[] x, int i)
    {
        int channels = shape[1], inner = (int)(shape.Count / shape[0] / channels), c = i / inner % channels;
        double sum = 0;
        for (var d = -op.Before; d <= op.After; d++)
            sum += c + d >= 0 && c + d < channels ? x[i + d * inner] * x[i + d * inner] : 0;
        return op.K + (double)op.Alpha * sum;
    }

    [Test]
    public void A_huge_neighbouring_pixel_changes_nothing() => new OpCase(g => g.Input("x", 1, 8, 1, 3).LocalResponseNorm(5))
    {
        Gradient = false,
        HalfTolerance = double.PositiveInfinity,
        Values = (key, s) => [.. OpCase.Uniform(s, 3).Select((v, i) => i % 3 == 1 ? 3e19 : v)],
    }.Check();

    private sealed class Formula : Reference<LocalResponseNormOp>
    {
        protected override double[] Compute(LocalResponseNormOp op, Node node, double[][] x) =>
            [.. x[0].Select((v, i) => v * Math.Pow(Base(op, node.Shape, x[0], i), -op.Beta))];
    }

    private sealed class GradFormula : Reference<LocalResponseNormGradOp>
    {
        protected override double[] Compute(LocalResponseNormGradOp op, Node node, double[][] x)
        {
            var shape = node.Shape;
            int channels = shape[1], inner = (int)(shape.Count / shape[0] / channels);
            var s = x[0].Select((_, i) => Base(new LocalResponseNormOp(op.Before, op.After, op.Alpha, op.Beta, op.K), shape, x[0], i)).ToArray();
            // Each element's share in every window that holds it.
            var dx = x[1].Select((dy, i) => dy * Math.Pow(s[i], -op.Beta)).ToArray();
            for (var j = 0; j < s.Length; j++)
            {
                var c = j / inner % channels;
                for (var d = -op.Before; d <= op.After; d++)
                {
                    if (c + d >= 0 && c + d < channels)
                        dx[j + d * inner] -= 2 * (double)op.Alpha * op.Beta * x[0][j + d * inner] * x[1][j] * x[0][j] * Math.Pow(s[j], -op.Beta - 1);
                }
            }
            return dx;
        }
    }
}
