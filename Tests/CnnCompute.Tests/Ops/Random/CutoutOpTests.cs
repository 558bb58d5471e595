// Cutout: one square of the right size in each image, reproducible, anywhere.
namespace CnnCompute.Tests;

public sealed class CutoutOpTests
{
    private static readonly (Shape, int)[] Cases =
    [
        (new(1, 1, 1, 1), 1), (new(3, 3, 13, 7), 4), (new(2, 16, 5, 9), 3), (new(2, 8, 4, 4), 9), (new(5, 1, 28, 28), 8),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Cutout_matches_in_every_recipe_and_gradient((Shape X, int Size) c) =>
        new OpCase(g => g.Input("x", c.X).Cutout(c.Size, g.Value("key", new Shape(2), DType.I32)))
        {
            Values = (key, s) => key == "key" ? [77, 5] : null,
        }.Check();

    [Test]
    public void Each_image_loses_one_square_whose_centre_may_be_anywhere()
    {
        const int N = 400, Side = 16, Size = 5;
        var y = Run(N, Side, Size, 1, 2);
        double rows = 0, full = 0;
        for (var n = 0; n < N; n++)
        {
            var zeros = Enumerable.Range(0, Side * Side).Where(i => y[n * Side * Side + i] == 0).ToArray();
            int top = zeros.Min(i => i / Side), bottom = zeros.Max(i => i / Side), left = zeros.Min(i => i % Side), right = zeros.Max(i => i % Side);
            Assert.That(zeros, Has.Length.EqualTo((bottom - top + 1) * (right - left + 1)), "the zeros fill a rectangle");
            Assert.That(bottom - top, Is.LessThan(Size));
            full += bottom - top == Size - 1 && right - left == Size - 1 ? 1 : 0;
            rows += top;
        }
        // Twelve of sixteen centres keep all five rows, and as many all columns.
        Assert.That(full / N, Is.EqualTo(0.5625).Within(0.08));
        Assert.That(rows / N, Is.EqualTo(Enumerable.Range(0, Side).Average(c => Math.Max(0, c - 2))).Within(0.8));
    }

    [Test]
    public void Seed_and_step_each_change_the_squares_and_equal_ones_repeat_them()
    {
        var first = Run(20, 9, 3, 1, 0);
        Assert.That(Run(20, 9, 3, 1, 0), Is.EqualTo(first));
        Assert.That(Run(20, 9, 3, 2, 0), Is.Not.EqualTo(first));
        Assert.That(Run(20, 9, 3, 1, 1), Is.Not.EqualTo(first));
    }

    [Test]
    public void Misuse_is_refused()
    {
        var graph = new Graph();
        var key = graph.Value("key", new Shape(2), DType.I32);
        Assert.That(() => graph.Input("x", 3, 8).Cutout(2, key), Throws.TypeOf<ShapeException>().With.Message.Contains("[N,C,H,W]"));
        Assert.That(() => graph.Input("y", 1, 1, 8, 8).Cutout(0, key), Throws.TypeOf<ShapeException>());
    }

    private static double[] Run(int n, int side, int size, int seed, int step)
    {
        var graph = new Graph();
        var y = graph.Fill(new Shape(n, 1, side, side), 1).Cutout(size, graph.Value("key", new Shape(2), DType.I32));
        return Oracle.Run(new Dictionary<string, double[]> { ["key"] = [seed, step] }, y)[0];
    }

    private sealed class Formula : Reference<CutoutOp>
    {
        protected override double[] Compute(CutoutOp op, Node node, double[][] x)
        {
            var shape = node.Shape;
            var random = RandomKey.Stream((int)x[1][0], x[1].Length > 1 ? (int)x[1][1] : 0, op.Id);
            return
            [
                .. Places.Of(shape).Select((p, i) =>
                {
                    int top = (int)(random.Uniform((ulong)(4 * p[0])) * shape[2]) - op.Size / 2,
                        left = (int)(random.Uniform((ulong)(4 * p[0] + 1)) * shape[3]) - op.Size / 2;
                    return p[2] >= top && p[2] < top + op.Size && p[3] >= left && p[3] < left + op.Size ? 0 : x[0][i];
                })
            ];
        }
    }
}
