// Resampling by matrices: against the plain double sum, exact for whole pixels, and what lies outside.
namespace CnnCompute.Tests;

public sealed class WarpOpTests
{
    private static readonly double[] Turned = [0.9, 0.3, 1.2, -0.25, 1.1, -0.7, 0.001, -0.002];

    [TestCase(1, 1, 3, 3, 3, 3, WarpFill.Constant, 0, 1)]
    [TestCase(3, 3, 13, 7, 5, 9, WarpFill.Edge, 0, 1)]
    [TestCase(2, 1, 13, 127, 13, 20, WarpFill.Reflect, 0, 3)]
    [TestCase(2, 3, 1, 5, 4, 6, WarpFill.Reflect, 0, 1)]
    [TestCase(13, 8, 4, 4, 4, 4, WarpFill.Constant, 77, 2)]
    public void Warp_matches_in_every_recipe(int n, int c, int h, int w, int toH, int toW, WarpFill fill, float colour, int runs)
    {
        OpCase Of(bool moves) => new(g => g.Input("x", n, c, h, w).Warp(g.Input("matrices", n, 8), toH, toW, fill, colour, runs,
            moves ? g.Input("field", 1, 2 * n, toH, toW) : null, 1.5f))
        {
            Gradient = false,
            Values = (key, shape) => key == "matrices"
                ? [.. OpCase.Uniform(shape, 3).Select((v, i) => Turned[i % 8] + (i % 8 < 6 ? 0.2 * v : 0))]
                : null,
            Tolerance = 3e-5,
            HalfTolerance = 2e-2,
        };
        Of(false).Check();
        Of(true).Check();
    }

    [TestCase(WarpFill.Constant)]
    [TestCase(WarpFill.Edge)]
    [TestCase(WarpFill.Reflect)]
    public void Whole_pixels_are_moved_exactly(WarpFill fill)
    {
        var x = OpCase.Floats(new Shape(1, 1, 5, 7), 2);
        Assert.That(Run(x, [1, 0, 0, 0, 1, 0, 0, 0], fill), Is.EqualTo(x));
        float At(int row, int column) => (row, column) switch
        {
            ( >= 0 and < 5, >= 0 and < 7) => x[(row * 7) + column],
            _ when fill == WarpFill.Constant => 0,
            _ when fill == WarpFill.Edge => At(Math.Clamp(row, 0, 4), Math.Clamp(column, 0, 6)),
            _ => At(row < 0 ? -row : row > 4 ? 8 - row : row, column < 0 ? -column : column > 6 ? 12 - column : column),
        };
        float[] Expected(Func<int, int, float> at) => [.. Enumerable.Range(0, 35).Select(i => at(i / 7, i % 7))];
        Assert.That(Run(x, [1, 0, -2, 0, 1, 3, 0, 0], fill), Is.EqualTo(Expected((r, c) => At(r + 3, c - 2))), "moved");
        Assert.That(Run(x, [-1, 0, 0, 0, 1, 0, 0, 0], fill), Is.EqualTo(Expected((r, c) => At(r, 6 - c))), "mirrored");
    }

    [Test]
    public void A_picture_that_shrinks_is_averaged()
    {
        float[] x = [.. Enumerable.Range(0, 64).Select(i => (float)(((i / 8) + (i % 8)) % 2))];
        var graph = new Graph();
        var y = graph.Input("x", 1, 1, 8, 8).Warp(graph.Input("matrices", 1, 8), 2, 2, runs: 4);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [y]);
        plan.Upload("x", x);
        plan.Upload("matrices", [4f, 0, 0, 0, 4, 0, 0, 0]);
        plan.Run();
        Assert.That(plan.Fetch(y), Is.All.EqualTo(0.5f).Within(1e-6));
    }

    // With one tap and with four.
    private static float[] Run(float[] x, float[] matrix, WarpFill fill)
    {
        var one = Run(x, matrix, fill, true);
        Assert.That(Run(x, matrix, fill, false), Is.EqualTo(one));
        return one;
    }

    private static float[] Run(float[] x, float[] matrix, WarpFill fill, bool whole)
    {
        var graph = new Graph();
        var y = graph.Input("x", 1, 1, 5, 7).Warp(graph.Input("matrices", 1, 8), 5, 7, fill, whole: whole);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [y]);
        plan.Upload("x", x);
        plan.Upload("matrices", matrix);
        plan.Run();
        return plan.Fetch(y);
    }

    private sealed class Formula : Reference<WarpOp>
    {
        public override string? NaNIsNotFollowed(int operand) => operand > 0 ? "places that are no numbers are nowhere" : null;

        protected override double[] Compute(WarpOp op, Node node, double[][] x)
        {
            Shape from = node.Inputs[0].Shape, to = node.Shape;
            var y = new double[to.Count];
            foreach (var p in Places.Of(to))
            {
                double sum = 0, cx = p[3] + 0.5 - (to[3] / 2.0), cy = p[2] + 0.5 - (to[2] / 2.0);
                if (x.Length > 2)
                {
                    cx += op.Far * x[2][Places.At(node.Inputs[2].Shape, [0, 2 * p[0], p[2], p[3]])];
                    cy += op.Far * x[2][Places.At(node.Inputs[2].Shape, [0, (2 * p[0]) + 1, p[2], p[3]])];
                }
                var m = x[1].AsSpan(p[0] * 8, 8).ToArray();
                for (var k = 0; k < op.Runs * op.Runs; k++)
                {
                    double qx = cx + ((k % op.Runs + 0.5) / op.Runs) - 0.5, qy = cy + ((k / op.Runs + 0.5) / op.Runs) - 0.5;
                    var depth = (m[6] * qx) + (m[7] * qy) + 1;
                    var sx = ((m[0] * qx) + (m[1] * qy) + m[2]) / depth + (from[3] / 2.0) - 0.5;
                    var sy = ((m[3] * qx) + (m[4] * qy) + m[5]) / depth + (from[2] / 2.0) - 0.5;
                    int left = (int)Math.Floor(sx), top = (int)Math.Floor(sy);
                    foreach (var (dy, dx) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
                    {
                        var weight = (dx == 0 ? 1 - (sx - left) : sx - left) * (dy == 0 ? 1 - (sy - top) : sy - top);
                        int row = Inside(op.Fill, top + dy, from[2]), column = Inside(op.Fill, left + dx, from[3]);
                        if (weight != 0)
                            sum += weight * (row < 0 || column < 0 ? op.Colour : x[0][Places.At(from, [p[0], p[1], row, column])]);
                    }
                }
                y[Places.At(to, p)] = sum / (op.Runs * op.Runs);
            }
            return y;
        }

        private static int Inside(WarpFill fill, int i, int size)
        {
            if (i >= 0 && i < size)
                return i;
            if (fill == WarpFill.Constant)
                return -1;
            if (fill == WarpFill.Edge || size == 1)
                return Math.Clamp(i, 0, size - 1);
            while (i < 0 || i >= size)
                i = i < 0 ? -i : (2 * size) - 2 - i;
            return i;
        }
    }
}
