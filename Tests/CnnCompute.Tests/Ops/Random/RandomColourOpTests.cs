// Random steps of colour: tables by seed, epoch and sample alone, against the formulas in double.
namespace CnnCompute.Tests;

public sealed class RandomColourOpTests
{
    private static readonly DrawRange TwoOfThem = new(0.6f, 1.4f);

    private static readonly (RandomColour Kind, DrawRange Range, float P)[] Cases =
    [
        new(RandomColour.Brightness, TwoOfThem, 1),
        new(RandomColour.Contrast, TwoOfThem, 0.5f),
        new(RandomColour.Saturation, TwoOfThem, 1),
        new(RandomColour.Hue, new DrawRange(-0.2f, 0.2f), 1),
        new(RandomColour.Gamma, TwoOfThem, 1),
        new(RandomColour.Greyscale, default, 0.5f),
        new(RandomColour.Posterize, new DrawRange(3), 0.5f),
        new(RandomColour.Solarize, new DrawRange(100), 0.5f),
        new(RandomColour.Equalize, default, 0.5f),
        new(RandomColour.AutoContrast, default, 0.5f),
        new(RandomColour.Invert, default, 0.5f),
        new(RandomColour.Sharpness, new DrawRange(2), 0.5f),
        new(RandomColour.Lighting, new DrawRange(0.1f, 0.2f, 0.3f, -0.1f, 0.02f, -0.3f, 0.15f, 0, 0.07f, 0.1f), 1),
        new(RandomColour.Noise, new DrawRange(10, 20), 1),
        new(RandomColour.Erase, new DrawRange(0.02f, 0.33f, 0.3f, 3.3f, 7), 0.8f),
        new(RandomColour.Erase, new DrawRange(2, 3, 0.3f, 3.3f, -1), 1),
        new(RandomColour.Cutout, new DrawRange(5, 9), 1),
        new(RandomColour.Jitter, new DrawRange(0.6f, 1.4f, 0.5f, 1.5f, 1, 1, -0.1f, 0.1f), 0.9f),
        new(RandomColour.Policy, new DrawRange(0, 0, 0, 0, 0.9f, 4, 31, 9), 1),
        new(RandomColour.Policy, new DrawRange(0, 0, 0, 0, 0.99f, 6, 31, -1), 1),
    ];

    [TestCaseSource(nameof(Numbers))]
    public void Tables_hold_what_was_drawn(int i)
    {
        var (kind, range, p) = Cases[i];
        new OpCase(g =>
        {
            Tensor samples = g.Input("samples", new Shape(127), DType.I32), key = g.Value("key", new Shape(2), DType.I32);
            var first = samples.RandomColour(key, kind, range, (13, 17), (0, 5), p);
            return samples.RandomColour(key, kind, range, (13, 17), (5 - RandomColourOp.StepsOf(kind), 5), p, first);
        })
        {
            Gradient = false,
            Values = RandomFlipOpTests.Values,
        }.Check();
    }

    private static IEnumerable<int> Numbers() => Enumerable.Range(0, Cases.Length);

    private sealed class Formula : Reference<RandomColourOp>
    {
        protected override double[] Compute(RandomColourOp op, Node node, double[][] x)
        {
            var result = x.Length > 2 ? (double[])x[2].Clone() : new double[node.Shape.Count];
            for (var n = 0; n < node.Shape[0]; n++)
            {
                var draws = new Draws(x[1], op.Id, (int)x[0][n]);
                double[][] steps = draws.U(0, 0) < op.P
                    ? [.. Steps(op, draws)]
                    : [.. Enumerable.Repeat(new double[1], RandomColourOp.StepsOf(op.Kind))];
                for (var s = 0; s < steps.Length; s++)
                {
                    var to = ((n * op.Slots) + op.Slot + s) * 8;
                    Array.Clear(result, to, 8);
                    steps[s].CopyTo(result, to);
                }
            }
            return result;
        }

        public override string? NaNIsNotFollowed(int operand) => operand == 2 ? "the table's own entries are written over" : null;

        private static IEnumerable<double[]> Steps(RandomColourOp op, Draws d)
        {
            var r = op.Range;
            double code = (int)op.Kind + 1, drawn = d.Between(0, 1, r.A, r.B);
            double Key(int k, int c) => d.Word(k, c) >> 8;
            switch (op.Kind)
            {
                case RandomColour.Brightness or RandomColour.Contrast or RandomColour.Saturation or RandomColour.Hue or RandomColour.Gamma:
                    return [[code, drawn]];
                case RandomColour.Posterize or RandomColour.Solarize or RandomColour.Sharpness:
                    return [[code, r.A]];
                case RandomColour.Lighting:
                    var ((a, b), (c, _)) = (d.Normals(1, 0), d.Normals(1, 2));
                    double Sum(double u, double v, double w) => 255 * r.J * ((u * a) + (v * b) + (w * c));
                    return [[13, Sum(r.A, r.B, r.C), Sum(r.D, r.E, r.F), Sum(r.G, r.H, r.I)]];
                case RandomColour.Noise:
                    return [[14, drawn, Key(0, 2), Key(0, 3)]];
                case RandomColour.Cutout:
                    int y = d.Below(0, 1, op.Height) - ((int)r.A / 2), x = d.Below(0, 2, op.Width) - ((int)r.A / 2);
                    return [[15, y, x, y + r.A, x + r.A, r.B]];
                case RandomColour.Erase:
                    return [Erase(op, d, Key)];
                case RandomColour.Jitter:
                    return Jitter(r, d);
                case RandomColour.Policy:
                    var more = 1 + (d.Sign * d.Level(r) * r.E);
                    return [d.Step switch
                    {
                        6 => [1, more],
                        7 => [3, more],
                        8 => [2, more],
                        9 => [12, more],
                        10 => [7, 8 - Math.Round(d.Level(r) * r.F)],
                        11 => [8, 255 - (255 * d.Level(r))],
                        12 => [10],
                        13 => [9],
                        _ => [0],
                    }];
                default:
                    return [[code]];
            }
        }

        private static double[] Erase(RandomColourOp op, Draws d, Func<int, int, double> key)
        {
            var r = op.Range;
            for (var k = 2; k < 12; k++)
            {
                double area = op.Height * op.Width * d.Between(k, 0, r.A, r.B), aspect = Math.Exp(d.Between(k, 1, Math.Log(r.C), Math.Log(r.D)));
                int h = (int)Math.Round(Math.Sqrt(area * aspect)), w = (int)Math.Round(Math.Sqrt(area / aspect));
                if (h >= op.Height || w >= op.Width)
                    continue;
                int top = d.Below(k, 2, op.Height - h + 1), left = d.Below(k, 3, op.Width - w + 1);
                return [r.E < 0 ? 16 : 15, top, left, top + h, left + w, r.E, key(1, 2), key(1, 3)];
            }
            return [0];
        }

        private static IEnumerable<double[]> Jitter(DrawRange r, Draws d)
        {
            int[] order = [1, 2, 3, 4];
            for (var k = 3; k > 0; k--)
            {
                var other = d.Below(2, k, k + 1);
                (order[k], order[other]) = (order[other], order[k]);
            }
            (double Low, double High)[] ranges = [(r.A, r.B), (r.C, r.D), (r.E, r.F), (r.G, r.H)];
            foreach (var code in order)
            {
                var (low, high) = ranges[code - 1];
                yield return low == high && low == (code == 4 ? 0 : 1) ? [0] : [code, d.Between(1, code - 1, low, high)];
            }
        }
    }
}
