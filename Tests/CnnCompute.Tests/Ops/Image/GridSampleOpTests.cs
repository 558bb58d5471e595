// Sampling at grids: every mode, padding and alignment, gradients of input and grid.
namespace CnnCompute.Tests;

public sealed class GridSampleOpTests
{
    private static IEnumerable<(ResizeMode, GridPadding, bool)> Cases() =>
        from mode in Enum.GetValues<ResizeMode>()
        from padding in Enum.GetValues<GridPadding>()
        from align in new[] { false, true }
        select (mode, padding, align);

    [TestCaseSource(nameof(Cases))]
    public void GridSample_matches_in_every_recipe_and_gradient((ResizeMode Mode, GridPadding Padding, bool Align) c)
    {
        // A cubic over one pixel held at its border is constant: its slope is rounding alone, against a reference of zero.
        var smallest = c.Mode == ResizeMode.Cubic ? new Shape(1, 1, 1, 2) : new Shape(1, 1, 1, 1);
        foreach (var (x, h, w) in new[] { (smallest, 2, 1), (new Shape(2, 3, 5, 7), 4, 3), (new Shape(1, 8, 4, 13), 3, 5) })
        {
            new OpCase(g => g.Input("x", x).GridSample(g.Input("grid", x[0], h, w, 2), c.Mode, c.Padding, c.Align))
            {
                // Also outside, and twice reflected; never exactly on an edge.
                Values = (key, s) => key == "grid" ? [.. OpCase.Uniform(s, 9).Select(v => 2.3 * v + 0.0137)] : null,
                Tolerance = 5e-5,
                NoSecondGradient = "the grid's gradient has none, as in PyTorch",
            }.Check();
        }
    }

    [Test]
    public void At_positions_that_are_given_the_gradient_has_a_gradient()
    {
        static double[]? Grid(string key, Shape s) => key == "grid" ? [.. OpCase.Uniform(s, 9).Select(v => 2.3 * v + 0.0137)] : null;
        var shape = new Shape(1, 3, 5, 2);
        var given = new Parameter("grid", shape, [.. Grid("grid", shape)!.Select(v => (float)v)]);
        new OpCase(g => g.Input("x", 1, 2, 5, 4).GridSample(g.Parameter(given)).Square()).CheckSecondGradient();
        // The way from the picture's gradient to the grid is that of the sampling itself.
        var sampled = new GridSampleGradInputOp(new GridSampleOp(ResizeMode.Linear, GridPadding.Zeros, false), new Shape(1, 2, 5, 4));
        new OpCase(g => g.Append(sampled, g.Input("grid", 1, 3, 5, 2), g.Input("dy", 1, 2, 3, 5))) { Values = Grid }.CheckGradient();
    }

    [Test]
    public void More_outputs_than_one_run_has_are_summed_in_several() =>
        new OpCase(g => g.Input("x", 1, 2, 5, 4).GridSample(g.Input("grid", 1, 100, 90, 2))) { Tolerance = 5e-5 }.CheckRecipes();

    // About smooth, compressed to a corner, and shuffled: tiles with bounds of their own, and such that are reached from everywhere.
    [TestCase(40, 35, 1.1, 0)]
    [TestCase(20, 50, 0.3, 0)]
    [TestCase(68, 77, 1.0, 1)]
    public void Gradients_of_tiles_are_those_of_planes(int h, int w, double scale, int shuffle)
    {
        var random = new Philox(8);
        new OpCase(g => g.Input("x", 1, 2, 69, 78).GridSample(g.Input("grid", 1, h, w, 2), padding: GridPadding.Reflection))
        {
            Tolerance = 5e-5,
            Values = (key, s) => key != "grid" ? null : [.. Places.Of(s).Select((p, i) =>
            {
                double y = (2 * p[1] + 1.0) / h - 1, x = (2 * p[2] + 1.0) / w - 1, noise = 2 * random.Uniform((ulong)i) - 1;
                // Turned a little; every other row shuffled where asked.
                return shuffle > 0 && p[1] % 2 == 0 ? noise : scale * (p[3] == 0 ? x - 0.2 * y : y + 0.2 * x) + 0.0137;
            })],
        }.CheckRecipes();
    }

    [Test]
    public void An_identity_grid_gives_the_input_back()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 3, 4, 5);
        var values = new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1), ["theta"] = [1, 0, 0, 0, 1, 0] };
        foreach (var align in new[] { false, true })
        {
            var y = x.GridSample(graph.Input("theta", 1, 2, 3).AffineGrid(4, 5, align), alignCorners: align);
            Assert.That(Oracle.Run(values, y)[0], Is.EqualTo(values["x"]).Within(1e-9));
        }
    }

    [Test]
    public void A_grid_of_another_batch_is_refused()
    {
        var g = new Graph();
        Assert.That(() => g.Input("x", 2, 3, 4, 4).GridSample(g.Input("grid", 1, 4, 4, 2)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("GridSample").And.Message.Contains("[N,h,w,2]"));
    }

    // Samples, weights and slopes along an axis; sample -1 counts as zero. PyTorch's GridSampler.h in words.
    private static (int Sample, double Weight, double Slope)[] Taps(GridSampleOp op, double g, int size)
    {
        // Nowhere: NaN times the first element.
        if (double.IsNaN(g))
            return [(0, g, g)];
        var slope = (op.AlignCorners ? size - 1 : size) / 2.0;
        var at = op.AlignCorners ? (g + 1) / 2 * (size - 1) : ((g + 1) * size - 1) / 2;
        if (op.Mode != ResizeMode.Cubic)
            (at, slope) = Hold(at, slope);
        int Place(double p) => op.Mode == ResizeMode.Cubic && op.Padding != GridPadding.Zeros ? (int)Hold(p, 1).At : p >= 0 && p < size ? (int)p : -1;
        var left = Math.Floor(at);
        var t = at - left;
        if (op.Mode == ResizeMode.Nearest)
            return [(Place(Math.Round(at, MidpointRounding.ToEven)), 1, 0)];
        if (op.Mode == ResizeMode.Linear)
            return [(Place(left), 1 - t, -slope), (Place(left + 1), t, slope)];
        const double A = -0.75;
        double Near(double u) => ((A + 2) * u - (A + 3)) * u * u + 1;
        double Far(double u) => ((A * u - 5 * A) * u + 8 * A) * u - 4 * A;
        double NearSlope(double u) => 3 * (A + 2) * u * u - 2 * (A + 3) * u;
        double FarSlope(double u) => 3 * A * u * u - 10 * A * u + 8 * A;
        return
        [
            (Place(left - 1), Far(t + 1), slope * FarSlope(t + 1)), (Place(left), Near(t), slope * NearSlope(t)),
            (Place(left + 1), Near(1 - t), -slope * NearSlope(1 - t)), (Place(left + 2), Far(2 - t), -slope * FarSlope(2 - t)),
        ];

        (double At, double Slope) Hold(double p, double s)
        {
            if (op.Padding == GridPadding.Reflection)
            {
                double low = op.AlignCorners ? 0 : -0.5, high = op.AlignCorners ? size - 1 : size - 0.5;
                if (high <= low)
                    return (0, 0);
                // Mirrored until it is inside.
                while (p < low || p > high)
                    (p, s) = p < low ? (2 * low - p, -s) : (2 * high - p, -s);
            }
            if (op.Padding != GridPadding.Zeros && (p <= 0 || p >= size - 1))
                return (Math.Clamp(p, 0, size - 1), 0);
            return (p, s);
        }
    }

    // Calls visit with output, input and grid indices, the weight, and its slopes along x and y.
    private static void Visit(GridSampleOp op, Shape x, Shape y, double[] grid, Action<int, int, int, double, double, double> visit)
    {
        foreach (var o in Places.Of(y))
        {
            var g = Places.At(new Shape(y[0], y[2], y[3], 2), [o[0], o[2], o[3], 0]);
            foreach (var (h, high, down) in Taps(op, grid[g + 1], x[2]))
            {
                foreach (var (w, wide, along) in Taps(op, grid[g], x[3]).Where(t => t.Sample >= 0 && h >= 0))
                    visit(Places.At(y, o), Places.At(x, [o[0], o[1], h, w]), g, high * wide, high * along, down * wide);
            }
        }
    }

    private sealed class Formula : Reference<GridSampleOp>
    {
        protected override double[] Compute(GridSampleOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            Visit(op, node.Inputs[0].Shape, node.Shape, x[1], (o, i, _, weight, _, _) => y[o] += weight * x[0][i]);
            // Nowhere along one axis is nowhere, outside along the other or not.
            foreach (var o in Places.Of(node.Shape))
            {
                var g = Places.At(node.Inputs[1].Shape, [o[0], o[2], o[3], 0]);
                if (double.IsNaN(x[1][g] + x[1][g + 1]))
                    y[Places.At(node.Shape, o)] = double.NaN;
            }
            return y;
        }
    }

    private sealed class GradInputFormula : Reference<GridSampleGradInputOp>
    {
        protected override double[] Compute(GridSampleGradInputOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            Visit(op.Forward, op.Input, node.Inputs[1].Shape, x[0], (o, i, _, weight, _, _) => dx[i] += weight * x[1][o]);
            return dx;
        }
    }

    private sealed class GradGridFormula : Reference<GridSampleGradGridOp>
    {
        protected override double[] Compute(GridSampleGradGridOp op, Node node, double[][] x)
        {
            var dgrid = new double[node.Shape.Count];
            Visit(op.Forward, node.Inputs[0].Shape, node.Inputs[2].Shape, x[1], (o, i, g, _, along, down) =>
            {
                dgrid[g] += x[2][o] * x[0][i] * along;
                dgrid[g + 1] += x[2][o] * x[0][i] * down;
            });
            for (var g = 0; g < dgrid.Length; g += 2)
            {
                if (double.IsNaN(x[1][g] + x[1][g + 1]))
                    (dgrid[g], dgrid[g + 1]) = (double.NaN, double.NaN);
            }
            return dgrid;
        }
    }
}
