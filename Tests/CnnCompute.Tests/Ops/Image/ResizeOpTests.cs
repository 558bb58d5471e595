// Resizing: every mode, coordinate transformation and recipe against naive formulas in double, gradients, ONNX's own examples.
namespace CnnCompute.Tests;

public sealed class ResizeOpTests
{
    private static readonly (Shape X, int H, int W)[] Sizes =
    [
        (new(1, 1, 1, 1), 3, 2), (new(2, 3, 5, 7), 13, 4), (new(1, 8, 4, 3), 8, 9), (new(1, 13, 9, 6), 3, 13), (new(1, 8, 6, 5), 1, 1),
    ];

    private static readonly CoordinateMode[] Coordinates = [.. Enum.GetValues<CoordinateMode>().Where(m => m != CoordinateMode.TfCropAndResize)];

    [TestCaseSource(nameof(Coordinates))]
    public void Resize_matches_in_every_mode_recipe_and_gradient(CoordinateMode coordinates)
    {
        foreach (var (x, h, w) in Sizes)
        {
            foreach (var nearest in Enum.GetValues<NearestMode>())
                Check(new(ResizeMode.Nearest, coordinates) { Nearest = nearest });
            Check(new(ResizeMode.Linear, coordinates));
            Check(new(ResizeMode.Cubic, coordinates));
            Check(new(ResizeMode.Cubic, coordinates) { ExcludeOutside = true, CubicCoefficient = -0.5f });

            void Check(ResizeOptions options) => new OpCase(g => g.Input("x", x).Resize(options, [2, 3], [h, w])).Check();
        }
    }

    [TestCase(ResizeMode.Linear, true)]
    [TestCase(ResizeMode.Linear, false)]
    [TestCase(ResizeMode.Cubic, true)]
    [TestCase(ResizeMode.Cubic, false)]
    public void Antialiased_filters_widen(ResizeMode mode, bool excludeOutside) =>
        new OpCase(g => g.Input("x", 1, 3, 13, 11)
            .Resize(new ResizeOptions(mode) { Antialias = true, ExcludeOutside = excludeOutside }, [2, 3], [4, 17])).Check();

    [TestCase(ResizeMode.Nearest)]
    [TestCase(ResizeMode.Linear)]
    [TestCase(ResizeMode.Cubic)]
    public void Regions_are_cropped_and_extrapolated(ResizeMode mode) =>
        new OpCase(g => g.Input("x", 2, 3, 5, 6).Resize(new ResizeOptions(mode, CoordinateMode.TfCropAndResize) { Extrapolation = 10 }, [2, 3],
            [3, 7], [], [0.25f, -0.5f, 0.75f, 1.25f])).Check();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(5)]
    public void Any_rank_and_axis_is_resized(int rank)
    {
        var x = new Shape(new[] { 3, 2, 4, 3, 5 }[..rank]);
        int[] axes = [.. Enumerable.Range(0, rank)], sizes = [.. x.ToArray().Select((d, i) => i % 2 == 0 ? d + 2 : d)];
        new OpCase(g => g.Input("x", x).Resize(new ResizeOptions(ResizeMode.Linear), axes, sizes)).Check();
        new OpCase(g => g.Input("x", x).Resize(new ResizeOptions(), axes, [], [.. axes.Select(_ => 2f)])).Check();
    }

    [Test]
    public void Channels_and_images_are_resized_too() =>
        new OpCase(g => g.Input("x", 2, 3, 4, 5).Resize(new ResizeOptions(ResizeMode.Linear), [0, 1, 2, 3], [3, 5, 2, 7])).Check();

    [Test]
    public void Nearest_by_whole_factors_repeats_what_it_reads_once()
    {
        var x = new Graph().Input("x", 1, 8, 4, 3);
        var device = new DeviceTraits(true, 1024, 8, true, true, 32768, 1 << 27, 32, 65535, 65535);
        foreach (var y in new[] { x.Interpolate(8, 6), x.Resize(new ResizeOptions(), [2, 3], [], [2, 3]) })
            Assert.That(y.Node.Op.Recipes(y.Node, device).Select(r => r.Name), Does.Contain("repeat"));
        new OpCase(g => g.Input("x", 2, 3, 4, 5).Interpolate((3, 2))).Check();
    }

    // From the node tests of ONNX 1.12: 2x4 holds 1 to 8, 4x4 1 to 16.
    [TestCase("nearest", 2, 4, CoordinateMode.HalfPixel, 0.6f, 0.6f, "1 3")]
    [TestCase("linear", 2, 4, CoordinateMode.AlignCorners, 0.6f, 0.6f, "1 3.142857")]
    [TestCase("linear", 2, 4, CoordinateMode.HalfPixel, 0.6f, 0.6f, "2.6666665 4.3333331")]
    [TestCase("linear", 2, 2, CoordinateMode.HalfPixel, 2, 2, "1 1.25 1.75 2 1.5 1.75 2.25 2.5 2.5 2.75 3.25 3.5 3 3.25 3.75 4")]
    [TestCase("cubic", 4, 4, CoordinateMode.HalfPixel, 0.8f, 0.8f,
        "1.47119141 2.78125 4.08251953 6.71142578 8.02148438 9.32275391 11.91650391 13.2265625 14.52783203")]
    public void ONNXs_examples_come_out(string mode, int h, int w, CoordinateMode coordinates, float scaleH, float scaleW, string expected)
    {
        var y = new Graph().Input("x", 1, 1, h, w)
            .Resize(new ResizeOptions(Enum.Parse<ResizeMode>(mode, true), coordinates), [0, 1, 2, 3], [], [1, 1, scaleH, scaleW]);
        var x = Enumerable.Range(1, h * w).Select(i => (double)i).ToArray();
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = x }, y)[0],
            Is.EqualTo(expected.Split(' ').Select(double.Parse)).Within(1e-6));
    }

    [Test]
    public void Impossible_sizes_are_refused()
    {
        var x = new Graph().Input("x", 1, 1, 4, 4);
        Assert.That(() => x.Interpolate(0, 4), Throws.TypeOf<ShapeException>().With.Message.Contains("at least 1"));
        Assert.That(() => x.Interpolate(1 << 20, 4), Throws.TypeOf<ShapeException>().With.Message.Contains("1048576"));
        Assert.That(() => x.Interpolate((float.NaN, 1f)), Throws.TypeOf<ShapeException>().With.Message.Contains("positive"));
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        new OpCase(g => g.Input("x", 1, 64, 112, 112).Interpolate((2, 2))).Perf();
        new OpCase(g => g.Input("x", 1, 64, 112, 112).Interpolate((2, 2), ResizeMode.Linear)).Perf();
    }

    // Which samples output o takes along an axis, with weights; null where it is extrapolated.
    private static (int Sample, double Weight)[]? Taps(ResizeAxis axis, ResizeFilter f, int o)
    {
        var at = ((double)o * axis.Step + axis.Offset) / axis.Denominator;
        if (f.Crop && (at < 0 || at > axis.In - 1))
            return null;
        if (f.Mode == ResizeMode.Nearest)
        {
            var sample = f.Nearest switch
            {
                NearestMode.RoundPreferFloor => Math.Ceiling(at - 0.5),
                NearestMode.RoundPreferCeil => Math.Floor(at + 0.5),
                NearestMode.Floor => Math.Floor(at),
                _ => Math.Ceiling(at),
            };
            return [((int)Math.Clamp(sample, 0, axis.In - 1), 1)];
        }
        double Kernel(double x)
        {
            x = Math.Abs(x);
            double a = f.Cubic;
            return f.Mode == ResizeMode.Linear ? Math.Max(0, 1 - x)
                : x < 1 ? (a + 2) * x * x * x - (a + 3) * x * x + 1
                : x < 2 ? a * x * x * x - 5 * a * x * x + 8 * a * x - 4 * a : 0;
        }
        var reach = (int)Math.Ceiling(2 * axis.Stretch) + 1;
        var taps = Enumerable.Range((int)Math.Floor(at) - reach, 2 * reach + 2).Select(i => (Sample: i, Weight: Kernel((i - at) / axis.Stretch)))
            .Where(t => !f.ExcludeOutside || (t.Sample >= 0 && t.Sample < axis.In)).ToArray();
        var sum = taps.Sum(t => t.Weight);
        return [.. taps.Select(t => (Math.Clamp(t.Sample, 0, axis.In - 1), t.Weight / sum))];
    }

    // A weight that rounding makes zero or not: which sample is beside a place that lies on one is a matter of the last bit.
    private const double Nothing = 1e-6;

    // Calls visit with output, input and weight; extrapolated outputs have input -1.
    private static void Visit(ResizeOp op, Shape x, Shape y, Action<int, int, double> visit)
    {
        foreach (var o in Places.Of(y))
        {
            var rows = Taps(op.A, op.Filter, o[op.AxisA]);
            var columns = op.AxisB < 0 ? [(0, 1.0)] : Taps(op.B, op.Filter, o[op.AxisB]);
            var to = Places.At(y, o);
            if (rows is null || columns is null)
            {
                visit(to, -1, 1);
                continue;
            }
            var from = (int[])o.Clone();
            foreach (var (h, high) in rows)
            {
                foreach (var (w, wide) in columns)
                {
                    from[op.AxisA] = h;
                    if (op.AxisB >= 0)
                        from[op.AxisB] = w;
                    visit(to, Places.At(x, from), high * wide);
                }
            }
        }
    }

    private sealed class Formula : Reference<ResizeOp>
    {
        protected override double[] Compute(ResizeOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            Visit(op, node.Inputs[0].Shape, node.Shape,
                (o, i, weight) => y[o] += i < 0 ? op.Filter.Extrapolation : Math.Abs(weight) < Nothing ? 0 : x[0][i] * weight);
            return y;
        }

        public override bool[]? MayBeNaN(Node node, double[][] inputs)
        {
            var may = new bool[node.Shape.Count];
            Visit((ResizeOp)node.Op, node.Inputs[0].Shape, node.Shape, (o, i, _) => may[o] |= i >= 0 && double.IsNaN(inputs[0][i]));
            return may;
        }
    }

    private sealed class GradFormula : Reference<ResizeGradOp>
    {
        protected override double[] Compute(ResizeGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            Visit(op.Forward, node.Shape, node.Inputs[0].Shape,
                (o, i, weight) => dx[Math.Max(i, 0)] += i < 0 || Math.Abs(weight) < Nothing ? 0 : x[0][o] * weight);
            return dx;
        }

        public override bool[]? MayBeNaN(Node node, double[][] inputs)
        {
            var may = new bool[node.Shape.Count];
            Visit(((ResizeGradOp)node.Op).Forward, node.Shape, node.Inputs[0].Shape,
                (o, i, _) => may[Math.Max(i, 0)] |= i >= 0 && double.IsNaN(inputs[0][o]));
            return may;
        }
    }
}
