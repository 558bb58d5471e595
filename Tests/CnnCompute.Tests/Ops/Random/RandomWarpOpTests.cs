// Random changes of places: matrices by seed, epoch and sample alone, against torchvision's formulas in double.
namespace CnnCompute.Tests;

public sealed class RandomWarpOpTests
{
    private static readonly (RandomWarp Kind, DrawRange Range, float P, (int, int) From, (int, int) To)[] Cases =
    [
        new(RandomWarp.HorizontalFlip, default, 0.5f, (5, 7), (5, 7)),
        new(RandomWarp.VerticalFlip, default, 0.5f, (5, 7), (5, 7)),
        new(RandomWarp.Crop, new DrawRange(3), 1, (13, 127), (13, 127)),
        new(RandomWarp.CentreCrop, default, 1, (9, 8), (4, 3)),
        new(RandomWarp.Resize, default, 1, (9, 8), (3, 13)),
        new(RandomWarp.ResizedCrop, new DrawRange(0.08f, 1, 0.75f, 4f / 3), 1, (33, 40), (16, 24)),
        // No window of such an aspect fits.
        new(RandomWarp.ResizedCrop, new DrawRange(0.9f, 1, 3, 4), 1, (33, 40), (16, 24)),
        new(RandomWarp.Affine, new DrawRange(-30, 60, 0.2f, 0.1f, 0.7f, 1.3f, 20, 10), 0.8f, (28, 33), (28, 33)),
        new(RandomWarp.Stretch, new DrawRange(0.7f, 1.3f, 0.8f, 1.2f), 1, (28, 33), (28, 33)),
        new(RandomWarp.Perspective, new DrawRange(0.5f), 0.9f, (28, 33), (28, 33)),
        new(RandomWarp.Policy, new DrawRange(0.3f, 14, 12, 30, 0, 0, 31, 9), 1, (28, 33), (28, 33)),
        new(RandomWarp.Policy, new DrawRange(0.99f, 32, 32, 135, 0, 0, 31, -1), 1, (28, 33), (28, 33)),
        new(RandomWarp.AlternatingFlip, default, 1, (5, 7), (5, 7)),
    ];

    [TestCaseSource(nameof(Numbers))]
    public void Matrices_are_torchvisions(int i)
    {
        var (kind, range, p, from, to) = Cases[i];
        Of(1, kind, range, p, from, to).Check();
        Of(127, kind, range, p, from, to).Check();
    }

    [Test]
    public void Matrices_in_a_row_multiply() => new OpCase(g =>
    {
        Tensor samples = g.Input("samples", new Shape(13), DType.I32), key = g.Value("key", new Shape(2), DType.I32);
        return samples.RandomWarp(key, RandomWarp.Affine, Cases[7].Range, (8, 9), (8, 9), before: g.Input("before", 13, 8));
    })
    {
        Gradient = false,
        Values = (key, shape) => key == "before"
            ? [.. OpCase.Uniform(shape, 5).Select((v, i) => i % 8 > 5 ? v / 100 : v)]
            : RandomFlipOpTests.Values(key, shape),
    }.Check();

    [Test]
    public void Whole_turns_and_quarter_turns_are_exact()
    {
        foreach (var (degrees, expected) in new[] { (360f, new[] { 1f, 0, 0, 0, 1, 0, 0, 0 }), (90f, [0, 1, 0, -1, 0, 0, 0, 0]) })
        {
            var graph = new Graph();
            var matrix = graph.Input("samples", new Shape(1), DType.I32).RandomWarp(graph.Value("key", new Shape(2), DType.I32), RandomWarp.Affine,
                new DrawRange(degrees, degrees, 0, 0, 1, 1), (8, 8), (8, 8));
            using var weights = new Residence(GpuFixture.Gpu);
            using var plan = Plan.Compile(weights, [matrix]);
            plan.Upload("samples", [0]);
            plan.SetInt("key", [1, 1]);
            plan.Run();
            Assert.That(plan.Fetch(matrix), Is.EqualTo(expected), $"{degrees} degrees");
        }
    }

    [Test]
    public void Flips_and_shifts_are_those_of_the_ops_for_them_alone()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 4, 1, 5, 6), samples = graph.Input("samples", new Shape(4), DType.I32);
        var key = graph.Value("key", new Shape(2), DType.I32);
        Tensor flipped = x.RandomFlip(samples, key), shifted = flipped.RandomShift(samples, key, 2);
        var flip = samples.RandomWarp(key, RandomWarp.HorizontalFlip, default, (5, 6), (5, 6), 0.5f, id: 0);
        var both = x.Warp(samples.RandomWarp(key, RandomWarp.Crop, new DrawRange(2), (5, 6), (5, 6), 1, flip, 1), 5, 6, whole: true);
        var values = new Dictionary<string, double[]>
        {
            ["x"] = OpCase.Uniform(x.Shape, 1),
            ["samples"] = [1, 5, 9, 77],
            ["key"] = [11, 3],
        };
        var results = Oracle.Run(values, shifted, both);
        Assert.That(results[1], Is.EqualTo(results[0]));
    }

    [Test]
    public void Windows_that_do_not_fit_are_refused()
    {
        var graph = new Graph();
        Tensor samples = graph.Input("samples", new Shape(2), DType.I32), key = graph.Value("key", new Shape(2), DType.I32);
        Assert.That(() => samples.RandomWarp(key, RandomWarp.Crop, new DrawRange(1), (8, 8), (11, 8)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("11x8 does not fit"));
    }

    private static IEnumerable<int> Numbers() => Enumerable.Range(0, Cases.Length);

    private static OpCase Of(int n, RandomWarp kind, DrawRange range, float p, (int, int) from, (int, int) to) =>
        new(g => g.Input("samples", new Shape(n), DType.I32).RandomWarp(g.Value("key", new Shape(2), DType.I32), kind, range, from, to, p))
        {
            Gradient = false,
            Values = RandomFlipOpTests.Values,
            Tolerance = kind == RandomWarp.Perspective ? 1e-4 : 1e-5,
        };

    private sealed class Formula : Reference<RandomWarpOp>
    {
        protected override double[] Compute(RandomWarpOp op, Node node, double[][] x)
        {
            var result = new double[node.Shape.Count];
            for (var n = 0; n < node.Shape[0]; n++)
            {
                var draws = new Draws(x[1], op.Id, (int)x[0][n]);
                var own = draws.U(0, 0) < op.P ? Own(op, draws) : [1, 0, 0, 0, 1, 0, 0, 0, 1];
                if (op.Kind == RandomWarp.AlternatingFlip)
                    own[0] = ((new Draws([x[1][0]], op.Id, (int)x[0][n]).Word(0, 0) ^ (uint)x[1][^1]) & 1) != 0 ? -1 : 1;
                if (x.Length > 2)
                    own = Times([.. x[2][(n * 8)..((n * 8) + 8)], 1], own);
                for (var k = 0; k < 8; k++)
                    result[(n * 8) + k] = own[k] / own[8];
            }
            return result;
        }

        private static double[] Own(RandomWarpOp op, Draws d)
        {
            var ((fh, fw), (th, tw), r) = (op.From, op.To, op.Range);
            double[] Window(double top, double left, double h, double w) =>
                [w / tw, 0, left + (w - fw) / 2, 0, h / th, top + (h - fh) / 2, 0, 0, 1];
            double[] Crop(int down, int across) => Window(down - d.Below(0, 0, down + 1) - r.A, across - d.Below(0, 1, across + 1) - r.A, th, tw);
            return op.Kind switch
            {
                RandomWarp.HorizontalFlip or RandomWarp.AlternatingFlip => [-1, 0, 0, 0, 1, 0, 0, 0, 1],
                RandomWarp.VerticalFlip => [1, 0, 0, 0, -1, 0, 0, 0, 1],
                RandomWarp.Crop => Crop(fh + (2 * (int)r.A) - th, fw + (2 * (int)r.A) - tw),
                RandomWarp.CentreCrop => Window(Math.Round((fh - th) / 2.0), Math.Round((fw - tw) / 2.0), th, tw),
                RandomWarp.Resize => Window(0, 0, fh, fw),
                RandomWarp.ResizedCrop => ResizedCrop(op, d, Window),
                RandomWarp.Affine => Affine(
                    d.Between(0, 1, r.A, r.B), Math.Round(d.Between(0, 2, -r.C, r.C) * fw), Math.Round(d.Between(0, 3, -r.D, r.D) * fh),
                    d.Between(1, 0, r.E, r.F), d.Between(1, 1, -r.G, r.G), d.Between(1, 2, -r.H, r.H)),
                RandomWarp.Stretch => [1 / d.Between(1, 0, r.A, r.B), 0, 0, 0, 1 / d.Between(1, 1, r.C, r.D), 0, 0, 0, 1],
                RandomWarp.Perspective => Perspective(op, d),
                _ => Policy(op, d),
            };
        }

        private static double[] ResizedCrop(RandomWarpOp op, Draws d, Func<double, double, double, double, double[]> window)
        {
            var ((fh, fw), r) = (op.From, op.Range);
            for (var k = 1; k <= 10; k++)
            {
                double area = fh * fw * d.Between(k, 0, r.A, r.B), aspect = Math.Exp(d.Between(k, 1, Math.Log(r.C), Math.Log(r.D)));
                double w = Math.Round(Math.Sqrt(area * aspect)), h = Math.Round(Math.Sqrt(area / aspect));
                if (w > 0 && w <= fw && h > 0 && h <= fh)
                    return window(d.Below(k, 2, fh - (int)h + 1), d.Below(k, 3, fw - (int)w + 1), h, w);
            }
            double ratio = (double)fw / fh, width = fw, height = fh;
            if (ratio < r.C)
                height = Math.Round(width / r.C);
            else if (ratio > r.D)
                width = Math.Round(height * r.D);
            return window(Math.Floor((fh - height) / 2), Math.Floor((fw - width) / 2), height, width);
        }

        // torchvision.transforms.functional._get_inverse_affine_matrix about the middle.
        private static double[] Affine(double degrees, double tx, double ty, double scale, double shearX, double shearY)
        {
            double rot = double.DegreesToRadians(degrees), sx = double.DegreesToRadians(shearX), sy = double.DegreesToRadians(shearY);
            double a = Math.Cos(rot - sy) / Math.Cos(sy), b = -Math.Cos(rot - sy) * Math.Tan(sx) / Math.Cos(sy) - Math.Sin(rot);
            double c = Math.Sin(rot - sy) / Math.Cos(sy), d = -Math.Sin(rot - sy) * Math.Tan(sx) / Math.Cos(sy) + Math.Cos(rot);
            double[] m = [d / scale, -b / scale, 0, -c / scale, a / scale, 0, 0, 0, 1];
            (m[2], m[5]) = (-(m[0] * tx) - (m[1] * ty), -(m[3] * tx) - (m[4] * ty));
            return m;
        }

        // torchvision's eight equations: the map from the moved corners to the old ones, by elimination.
        private static double[] Perspective(RandomWarpOp op, Draws d)
        {
            var (h, w) = op.From;
            int mx = (int)(op.Range.A * (w / 2)), my = (int)(op.Range.A * (h / 2));
            (double X, double Y)[] start = [(0, 0), (w - 1, 0), (w - 1, h - 1), (0, h - 1)], end =
            [
                (d.Below(1, 0, mx + 1), d.Below(2, 0, my + 1)), (w - 1 - mx + d.Below(1, 1, mx + 1), d.Below(2, 1, my + 1)),
                (w - 1 - mx + d.Below(1, 2, mx + 1), h - 1 - my + d.Below(2, 2, my + 1)), (d.Below(1, 3, mx + 1), h - 1 - my + d.Below(2, 3, my + 1)),
            ];
            var rows = new List<double[]>();
            for (var i = 0; i < 4; i++)
            {
                var ((sx, sy), (ex, ey)) = (start[i], end[i]);
                rows.Add([ex, ey, 1, 0, 0, 0, -sx * ex, -sx * ey, sx]);
                rows.Add([0, 0, 0, ex, ey, 1, -sy * ex, -sy * ey, sy]);
            }
            for (var i = 0; i < 8; i++)
            {
                var pivot = Enumerable.Range(i, 8 - i).MaxBy(k => Math.Abs(rows[k][i]));
                (rows[i], rows[pivot]) = (rows[pivot], rows[i]);
                foreach (var k in Enumerable.Range(0, 8).Where(k => k != i))
                {
                    var factor = rows[k][i] / rows[i][i];
                    for (var c = 0; c < 9; c++)
                        rows[k][c] -= factor * rows[i][c];
                }
            }
            double[] q = [.. Enumerable.Range(0, 8).Select(i => rows[i][8] / rows[i][i]), 1];
            var m = Times([1, 0, -w / 2.0, 0, 1, -h / 2.0, 0, 0, 1], Times(q, [1, 0, w / 2.0, 0, 1, h / 2.0, 0, 0, 1]));
            return m;
        }

        private static double[] Policy(RandomWarpOp op, Draws d)
        {
            var (r, (h, w)) = (op.Range, op.From);
            var s = d.Level(r) * d.Sign;
            return d.Step switch
            {
                1 => [1, s * r.A, s * r.A * h / 2, 0, 1, 0, 0, 0, 1],
                2 => [1, 0, 0, s * r.A, 1, s * r.A * w / 2, 0, 0, 1],
                3 => [1, 0, -Math.Truncate(s * r.B), 0, 1, 0, 0, 0, 1],
                4 => [1, 0, 0, 0, 1, -Math.Truncate(s * r.C), 0, 0, 1],
                5 => Affine(-s * r.D, 0, 0, 1, 0, 0),
                _ => [1, 0, 0, 0, 1, 0, 0, 0, 1],
            };
        }

        private static double[] Times(double[] a, double[] b) =>
            [.. Enumerable.Range(0, 9).Select(i => Enumerable.Range(0, 3).Sum(k => a[(i / 3 * 3) + k] * b[(k * 3) + (i % 3)]))];
    }
}

/// <summary>What random transforms draw for a sample, as draws.glsl says: word c of block k.</summary>
internal sealed class Draws(double[] key, int id, int sample)
{
    private readonly Philox random = RandomKey.Stream((int)key[0], key.Length > 1 ? (int)key[1] : 0, id);

    public uint Word(int k, int c)
    {
        var (x, y, z, w) = random.Block((ulong)k << 32 | (uint)sample);
        return c switch { 0 => x, 1 => y, 2 => z, _ => w };
    }

    public double U(int k, int c) => (Word(k, c) >> 8) / 16777216.0;

    public double Between(int k, int c, double low, double high) => low + U(k, c) * (high - low);

    public int Below(int k, int c, int end) => (int)(Word(k, c) % (uint)Math.Max(end, 1));

    public (double, double) Normals(int k, int c)
    {
        double u = ((Word(k, c) >> 8) + 1.0) / 16777216, angle = 2 * Math.PI * (Word(k, c + 1) / 4294967296.0), r = Math.Sqrt(-2 * Math.Log(u));
        return (r * Math.Cos(angle), r * Math.Sin(angle));
    }

    /// <summary>Which of a policy's fourteen steps.</summary>
    public int Step => Below(0, 0, 14);

    public double Level(DrawRange r) => (r.H < 0 ? Below(0, 1, (int)r.G) : r.H) / (r.G - 1.0);

    public double Sign => (Word(0, 2) & 1) != 0 ? -1 : 1;
}
