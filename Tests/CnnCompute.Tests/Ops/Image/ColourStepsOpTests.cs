// Steps of colour: against torchvision's formulas in double, each alone and in a row, and what leaves a picture as it is.
namespace CnnCompute.Tests;

public sealed class ColourStepsOpTests
{
    private static readonly double[][] Steps =
    [
        [0], [1, 1.3], [2, 0.6], [3, 1.7], [4, 0.3], [5, 0.7], [6], [7, 3], [8, 100], [9], [10], [11], [12, 2.1], [13, 20, -10, 5],
        [14, 12, 345, 678], [15, 1, 1, 4, 3, 9], [16, 0, 2, 3, 5, -1, 12, 99],
    ];

    [TestCaseSource(nameof(Numbers))]
    public void Each_step_matches_in_every_recipe(int i)
    {
        foreach (var (c, h, w) in new[] { (3, 13, 7), (1, 4, 5), (3, 2, 3) })
            Of(3, c, h, w, [Steps[i]]).Check();
    }

    [Test]
    public void Steps_in_a_row_match()
    {
        Of(2, 3, 13, 127, [[12, 0.4], [1, 0.8], [4, -0.2], [3, 0.2], [13, 5, 5, 5], [15, 2, 2, 6, 9, 0]]).Check();
        Of(2, 3, 5, 7, [[1, 0.8], [4, -0.2], [2, 1.4], [3, 0.2], [14, 5, 5, 5]]).Check();
    }

    [Test]
    public void Neutral_steps_give_identical_bytes()
    {
        double[] bytes = [.. OpCase.Uniform(new Shape(1, 3, 6, 6), 4).Select(v => Math.Floor((v + 1) * 128))];
        double[][] neutral = [[0], [1, 1], [2, 1], [3, 1], [7, 8], [8, 256], [12, 1], [13, 0, 0, 0], [14, 0, 1, 2], [15, 0, 0, 0, 0]];
        foreach (var step in neutral)
            Assert.That(Run(bytes, 3, step), Is.EqualTo(bytes), $"code {step[0]}");
        Assert.That(Run(bytes, 3, [4, 0]), Is.EqualTo(bytes).Within(1e-3), "hue");
        Assert.That(Run(bytes, 3, [5, 1]), Is.EqualTo(bytes).Within(1e-3), "gamma");
        Assert.That(Run(Run(bytes, 3, [11]), 3, [11]), Is.EqualTo(bytes), "inverted twice");
    }

    [Test]
    public void Equalize_spreads_values_evenly_and_autocontrast_to_both_ends()
    {
        double[] dark = [.. Enumerable.Range(0, 256).Select(i => Math.Floor(i / 4.0))];
        var even = Run(dark, 1, [9]);
        // Pillow: 64 values of 4 pixels become (4 i + half a step) / step, a step being 252 / 255 pixels, which is none: nothing changes.
        Assert.That(even, Is.EqualTo(dark));
        // Four values of 85 pixels: a step is one pixel.
        double[] many = [.. Enumerable.Range(0, 340).Select(i => 20 + Math.Floor(i / 85.0))];
        Assert.That(Run(many, 1, [9]), Is.EqualTo(many.Select(v => (v - 20) * 85)));
        var stretched = Run(many, 1, [10]);
        Assert.That((stretched.Min(), stretched.Max()), Is.EqualTo((0.0, 255.0)));
    }

    [Test]
    public void What_needs_the_whole_picture_gets_statistics_and_nothing_else_does()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 3, 4, 4), table = graph.Input("table", 2, 3, 8);
        Assert.That(x.ColourSteps(table, 0, 3, ColourCodes.Of(1, 1, 1 << 2)).Node.Inputs, Has.Count.EqualTo(3));
        Assert.That(x.ColourSteps(table, 0, 3, ColourCodes.Of(1 << 3)).Node.Inputs, Has.Count.EqualTo(2));
        Assert.That(() => graph.Append(new ColourStepsOp(0, 3, ColourCodes.Of(1 << 9)), x, table),
            Throws.TypeOf<ShapeException>().With.Message.Contains("statistics"));
        Assert.That(() => x.ColourSteps(table, 2, 4, default), Throws.TypeOf<ShapeException>().With.Message.Contains("not in the table"));
    }

    private static IEnumerable<int> Numbers() => Enumerable.Range(0, Steps.Length);

    private static OpCase Of(int n, int c, int h, int w, double[][] steps) =>
        new(g => g.Input("x", n, c, h, w).ColourSteps(g.Input("table", n, steps.Length + 2, 8), 1, steps.Length + 1,
            ColourCodes.Of([.. steps.Select(s => 1u << (int)s[0])])))
        {
            Gradient = false,
            Values = (key, shape) => key == "table"
                ? [.. Enumerable.Range(0, n).SelectMany(_ => (double[][])[[1, 0], .. steps, [11]])
                    .SelectMany(s => s.Concat(new double[8 - s.Length]))]
                : [.. OpCase.Uniform(shape, 6).Select(v => (v + 1) * 127.5)],
            // Where a value lies at a threshold, 16 bits and a sum's order decide; the references take the same rounded values.
            Tolerance = 2e-5,
            HalfTolerance = 6e-3,
        };

    private static double[] Run(double[] x, int channels, double[] step)
    {
        var graph = new Graph();
        var (side, pixels) = ((int)Math.Sqrt(x.Length / channels), x.Length / channels);
        var y = (side * side == pixels ? graph.Input("x", 1, channels, side, side) : graph.Input("x", 1, channels, 1, pixels))
            .ColourSteps(graph.Input("table", 1, 1, 8), 0, 1, ColourCodes.Of(1u << (int)step[0]));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [y]);
        plan.Upload("x", [.. x.Select(v => (float)v)]);
        plan.Upload("table", [.. step.Concat(new double[8 - step.Length]).Select(v => (float)v)]);
        plan.Run();
        return Array.ConvertAll(plan.Fetch(y), v => (double)v);
    }

    /// <summary>Statistics are NaN-free; pixels that are no numbers stay.</summary>
    private sealed class Formula : Reference<ColourStepsOp>
    {
        public override string? NaNIsNotFollowed(int operand) => operand > 0 ? "what is drawn and counted are numbers" : null;

        protected override double[] Compute(ColourStepsOp op, Node node, double[][] x)
        {
            var (shape, slots, width) = (node.Shape, node.Inputs[1].Shape[1], node.Inputs.Count > 2 ? node.Inputs[2].Shape[1] : 0);
            var result = (double[])x[0].Clone();
            for (var n = 0; n < shape[0]; n++)
            {
                var stats = width > 0 ? x[2][(n * width)..((n + 1) * width)] : [];
                for (var i = 0; i < shape[2] * shape[3]; i++)
                {
                    int[] at = [.. Enumerable.Range(0, shape[1]).Select(c => (((n * shape[1]) + c) * shape[2] * shape[3]) + i)];
                    var v = ColourFormulas.Apply([.. at.Select(a => x[0][a])], x[1], n * slots, op.First, op.End, stats, i, shape,
                        (dy, dx) => [.. at.Select(a => x[0][a + (dy * shape[3]) + dx])]);
                    for (var c = 0; c < shape[1]; c++)
                        result[at[c]] = v[c];
                }
            }
            return result;
        }
    }
}

/// <summary>torchvision's formulas on one pixel.</summary>
internal static class ColourFormulas
{
    public static double Grey(double[] v) => v.Length == 1 ? v[0] : (0.2989 * v[0]) + (0.587 * v[1]) + (0.114 * v[2]);

    public static double ToByte(double v) => Math.Floor(Math.Clamp(v, 0, 255) + 0.5);

    public static double[] Apply(
        double[] v, double[] table, int row, int first, int end, double[] stats, int pixel, Shape shape, Func<int, int, double[]>? near)
    {
        int y = pixel / shape[3], x = pixel % shape[3];
        for (var k = first; k < end && !v.Any(double.IsNaN); k++)
        {
            var e = table[((row + k) * 8)..((row + k + 1) * 8)];
            double[] Each(Func<double, int, double> f) => [.. v.Select(f)];
            static double Limit(double value) => Math.Clamp(value, 0, 255);
            var grey = Grey(v);
            double Nine(int c) => Enumerable.Range(0, 9).Sum(i => near!(i / 3 - 1, i % 3 - 1)[c]);
            double[] Normals()
            {
                var (a, b, c) = Hash((uint)pixel, (uint)e[2], (uint)e[3]);
                static double Normal(uint u, uint w, Func<double, double> wave) =>
                    Math.Sqrt(-2 * Math.Log(((u >> 8) + 1.0) / 16777216)) * wave(2 * Math.PI * (w / 4294967296.0));
                return [Normal(a, b, Math.Cos), Normal(a, b, Math.Sin), Normal(c, Hash(a, b, c).X, Math.Cos)];
            }
            double[] Words()
            {
                var (a, b, c) = Hash((uint)pixel, (uint)e[6], (uint)e[7]);
                return [a >> 24, b >> 24, c >> 24];
            }
            var inside = y >= e[1] && x >= e[2] && y < e[3] && x < e[4];
            v = (int)e[0] switch
            {
                1 => Each((a, _) => Limit(a * e[1])),
                2 => Each((a, _) => Limit((e[1] * a) + ((1 - e[1]) * stats[0]))),
                3 => v.Length == 3 ? Each((a, _) => Limit((e[1] * a) + ((1 - e[1]) * grey))) : v,
                4 => v.Length == 3 ? Hue(v, e[1]) : v,
                5 => Each((a, _) => 255 * Math.Pow(a / 255, e[1])),
                6 => Each((_, _) => grey),
                7 => Each((a, _) => Math.Floor(ToByte(a) / Math.Pow(2, 8 - e[1])) * Math.Pow(2, 8 - e[1])),
                8 => Each((a, _) => a >= e[1] ? 255 - a : a),
                9 => Each((a, c) => stats[8 + (c * 256) + (int)ToByte(a)]),
                10 => Each((a, c) => stats[4 + c] > stats[1 + c] ? Limit((a - stats[1 + c]) * 255 / (stats[4 + c] - stats[1 + c])) : a),
                11 => Each((a, _) => 255 - a),
                12 => y == 0 || x == 0 || y == shape[2] - 1 || x == shape[3] - 1
                    ? v
                    : Each((a, c) => Limit((e[1] * a) + ((1 - e[1]) * ((4 * a) + Nine(c)) / 13))),
                13 => Each((a, c) => Limit(a + e[1 + c])),
                14 => Each((a, c) => Limit(a + (e[1] * Normals()[c]))),
                15 when inside => Each((_, _) => e[5]),
                16 when inside => Each((_, c) => Words()[c]),
                _ => v,
            };
        }
        return v;
    }

    /// <summary>pcg3d (Jarzynski &amp; Olano, "Hash Functions for GPU Rendering", 2020).</summary>
    public static (uint X, uint Y, uint Z) Hash(uint x, uint y, uint z)
    {
        (x, y, z) = ((x * 1664525u) + 1013904223u, (y * 1664525u) + 1013904223u, (z * 1664525u) + 1013904223u);
        void Mix()
        {
            x += y * z;
            y += z * x;
            z += x * y;
        }
        Mix();
        (x, y, z) = (x ^ (x >> 16), y ^ (y >> 16), z ^ (z >> 16));
        Mix();
        return (x, y, z);
    }

    // Through hue, saturation and value of 0 to 1, as colorsys does.
    private static double[] Hue(double[] rgb, double by)
    {
        double most = rgb.Max() / 255, least = rgb.Min() / 255, range = most - least;
        if (range == 0)
            return rgb;
        double[] c = [.. rgb.Select(v => v / 255)];
        var h = c[0] == most ? (c[1] - c[2]) / range : c[1] == most ? 2 + ((c[2] - c[0]) / range) : 4 + ((c[0] - c[1]) / range);
        h = (((h / 6) + by + 2) % 1) * 6;
        double s = range / most, f = h - Math.Floor(h), p = most * (1 - s), q = most * (1 - (s * f)), t = most * (1 - (s * (1 - f)));
        double[] result = (int)h switch
        {
            0 => [most, t, p],
            1 => [q, most, p],
            2 => [p, most, t],
            3 => [p, q, most],
            4 => [t, p, most],
            _ => [most, p, q],
        };
        return [.. result.Select(v => v * 255)];
    }
}
