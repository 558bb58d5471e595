// Losses of vectors and pictures: cosine, triplet, style, structural similarity; and normalisation by length.
namespace CnnCompute.Tests;

public sealed class VectorLossTests
{
    [TestCase(3, 13)]
    [TestCase(5, 127)]
    [TestCase(2, 8)]
    public void Cosine_similarity_and_embedding_loss_match(int n, int d)
    {
        new OpCase(g => g.Input("a", n, d).CosineSimilarity(g.Input("b", n, d))) { GradientTolerance = 1e-5 }.Check();
        Tensor Build(Graph g, LossReduction r) => g.Input("a", n, d).CosineEmbeddingLoss(g.Input("b", n, d), g.Input("t", n), 0.1f, r);
        double[] t = [.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? 1.0 : -1)];
        new OpCase(g => Build(g, LossReduction.None))
        {
            GradientTolerance = 1e-5,
            Values = (key, s) => key == "t" ? t : key == "a" ? OpCase.Uniform(s, 1) : key == "b" ? OpCase.Uniform(s, 2) : null,
        }.Check();
        double[] a = OpCase.Uniform(new Shape(n, d), 1), b = OpCase.Uniform(new Shape(n, d), 2);
        var cosines = a.Chunk(d).Zip(b.Chunk(d),
            (u, v) => u.Zip(v, (p, q) => p * q).Sum() / Math.Sqrt(u.Sum(p => p * p) * v.Sum(q => q * q))).ToArray();
        var expected = cosines.Select((c, i) => t[i] == 1 ? 1 - c : Math.Max(0, c - 0.1f));
        Assert.That(Run(Build(new Graph(), LossReduction.None), ("a", a), ("b", b), ("t", t)), Is.EqualTo(expected).Within(1e-9));
        Assert.That(Run(Build(new Graph(), LossReduction.Mean), ("a", a), ("b", b), ("t", t)).Single(), Is.EqualTo(expected.Average()).Within(1e-7));
    }

    [TestCase(1, false)]
    [TestCase(2, false)]
    [TestCase(2, true)]
    [TestCase(3, false)]
    [TestCase(1.5f, true)]
    [TestCase(float.PositiveInfinity, false)]
    public void Triplet_margin_loss_matches(float p, bool swap)
    {
        const int N = 7, D = 5;
        Tensor Build(Graph g) =>
            g.Input("a", N, D).TripletMarginLoss(g.Input("pos", N, D), g.Input("neg", N, D), 1, p, swap: swap, reduction: LossReduction.None);
        double[] a = OpCase.Uniform(new Shape(N, D), 1), pos = OpCase.Uniform(new Shape(N, D), 2), neg = OpCase.Uniform(new Shape(N, D), 3);
        new OpCase(Build) { GradientTolerance = 1e-5, Values = (key, _) => key switch { "a" => a, "pos" => pos, "neg" => neg, _ => null } }.Check();
        double Distance(double[] u, double[] v) => float.IsPositiveInfinity(p)
            ? u.Zip(v, (x, y) => Math.Abs(x - y + 1e-6)).Max()
            : Math.Pow(u.Zip(v, (x, y) => Math.Pow(Math.Abs(x - y + 1e-6), p)).Sum(), 1.0 / p);
        var expected = Enumerable.Range(0, N).Select(i =>
        {
            double[] x = a[(i * D)..((i + 1) * D)], y = pos[(i * D)..((i + 1) * D)], z = neg[(i * D)..((i + 1) * D)];
            return Math.Max(0, Distance(x, y) - (swap ? Math.Min(Distance(x, z), Distance(y, z)) : Distance(x, z)) + 1);
        });
        Assert.That(Run(Build(new Graph()), ("a", a), ("pos", pos), ("neg", neg)), Is.EqualTo(expected).Within(1e-7));
        Assert.That(() => new Graph().Input("x", 1, 1) is var x && x.TripletMarginLoss(x, x, p: 0.5f) == x,
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Style_loss_compares_Gram_matrices_whatever_the_sizes()
    {
        Tensor Build(Graph g) => g.Input("x", 1, 8, 3, 5).StyleLoss(g.Input("style", 1, 8, 4, 2));
        // Gradients are so small that 16-bit floats hold few of their bits.
        new OpCase(Build) { HalfTolerance = 1e-2 }.Check();
        double[] x = OpCase.Uniform(new Shape(1, 8, 3, 5), 1), style = OpCase.Uniform(new Shape(1, 8, 4, 2), 2);
        static double Gram(double[] v, int a, int b) =>
            v.Chunk(v.Length / 8).ToArray() is var rows ? rows[a].Zip(rows[b], (p, q) => p * q).Sum() / v.Length : 0;
        var expected = Enumerable.Range(0, 64).Average(i => Math.Pow(Gram(x, i / 8, i % 8) - Gram(style, i / 8, i % 8), 2));
        Assert.That(Run(Build(new Graph()), ("x", x), ("style", style)).Single(), Is.EqualTo(expected).Within(1e-9));
        var graph = new Graph();
        var same = graph.Input("x", 1, 8, 3, 5);
        Assert.That(Run(same.StyleLoss(same), ("x", x)).Single(), Is.Zero);
    }

    [TestCase(1, 1, 11, 12)]
    [TestCase(2, 3, 13, 11)]
    public void Structural_similarity_is_that_of_a_window_by_window_sum(int n, int c, int h, int w)
    {
        var shape = new Shape(n, c, h, w);
        double[] x = [.. OpCase.Uniform(shape, 1).Select(v => (v + 1) / 2)],
            y = [.. OpCase.Uniform(shape, 2).Select((v, i) => (float)(0.7 * x[i] + 0.15 * (v + 1)))];
        Tensor Build(Graph g, LossReduction r) => g.Input("x", shape).Ssim(g.Input("y", shape), reduction: r);
        new OpCase(g => Build(g, LossReduction.Mean))
        {
            GradientTolerance = 1e-5,
            Tolerance = 2e-5,
            Values = (key, _) => key switch { "x" => x, "y" => y, _ => null },
        }.Check();

        var line = Enumerable.Range(0, 11).Select(i => Math.Exp(-(i - 5) * (i - 5) / 4.5)).ToArray();
        var map = new List<double>();
        foreach (var plane in Enumerable.Range(0, n * c))
        {
            for (var top = 0; top + 11 <= h; top++)
            {
                for (var left = 0; left + 11 <= w; left++)
                {
                    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0, total = line.Sum() * line.Sum();
                    for (var i = 0; i < 121; i++)
                    {
                        var at = (plane * h + top + i / 11) * w + left + i % 11;
                        var weight = line[i / 11] * line[i % 11] / total;
                        (mx, my, xx, yy, xy) = (mx + weight * x[at], my + weight * y[at], xx + weight * x[at] * x[at], yy + weight * y[at] * y[at],
                            xy + weight * x[at] * y[at]);
                    }
                    map.Add((2 * mx * my + 1e-4) * (2 * (xy - mx * my) + 9e-4) / ((mx * mx + my * my + 1e-4) * (xx - mx * mx + yy - my * my + 9e-4)));
                }
            }
        }
        Assert.That(Run(Build(new Graph(), LossReduction.None), ("x", x), ("y", y)), Is.EqualTo(map).Within(1e-5));
        Assert.That(map.Average(), Is.InRange(0.3, 0.99));
        var graph = new Graph();
        var same = graph.Input("x", shape);
        Assert.That(Run(same.Ssim(same), ("x", x)).Single(), Is.EqualTo(1).Within(1e-6));
        Assert.That(() => graph.Input("small", 1, 1, 10, 20) is var s && s.Ssim(s) == s, Throws.TypeOf<ShapeException>());
    }

    [TestCase(new[] { 1 })]
    [TestCase(new[] { 2, 3 })]
    [TestCase(new[] { -1 })]
    public void Lengths_over_any_axes_become_one(int[] axes)
    {
        var shape = new Shape(2, 8, 3, 5);
        new OpCase(g => g.Input("x", shape).L2Normalize(axes)) { GradientTolerance = 1e-5 }.Check();
        new OpCase(g => g.Input("x", shape).L1Normalize(axes))
        {
            GradientTolerance = 1e-5,
            Values = (key, s) => key == "x" ? OpCase.AwayFromZero(s) : null,
        }.Check();
        var graph = new Graph();
        var x = graph.Input("x", shape);
        var inputs = new[] { ("x", OpCase.Uniform(shape, 1)) };
        Assert.That(Run(x.L2Normalize(axes).Square().Sum(axes), inputs), Is.All.EqualTo(1).Within(1e-9));
        Assert.That(Run(x.L1Normalize(axes).Abs().Sum(axes), inputs), Is.All.EqualTo(1).Within(1e-9));
        Assert.That(Run(graph.Fill(shape, 0).L2Normalize(axes)), Is.All.Zero);
    }

    [Test]
    public void Mean_and_variance_become_zero_and_one_far_from_zero_too()
    {
        var shape = new Shape(3, 4, 5, 7);
        new OpCase(g => g.Input("x", shape).MeanVarianceNormalization()) { GradientTolerance = 1e-5 }.Check();
        new OpCase(g => g.Input("x", shape).MeanVarianceNormalization())
        {
            Gradient = false,
            Tolerance = 1e-4,
            Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => 1000 + v * Math.Sqrt(3))],
        }.Check();
        var y = Run(new Graph().Input("x", shape).MeanVarianceNormalization(), ("x", OpCase.Uniform(shape, 1)));
        var channel = y.Where((_, i) => i / 35 % 4 == 2).ToArray();
        Assert.That(channel.Average(), Is.EqualTo(0).Within(1e-6));
        Assert.That(channel.Average(v => v * v), Is.EqualTo(1).Within(1e-6));
    }

    private static double[] Run(Tensor loss, params (string Key, double[] Values)[] inputs) =>
        Oracle.Run(inputs.ToDictionary(i => i.Key, i => i.Values), loss)[0];
}
