// Norms of windows: every recipe, norm and gradient.
namespace CnnCompute.Tests;

public sealed class LpPool2dOpTests
{
    private static readonly (Shape, PoolWindow)[] Cases = PoolCases.All;

    [TestCaseSource(nameof(Cases))]
    public void LpPool2d_matches_in_every_recipe_and_gradient((Shape X, PoolWindow Window) c)
    {
        foreach (var norm in new[] { 1, 2, 3.5f })
            new OpCase(g => g.Input("x", c.X).LpPool2d(norm, c.Window)) { Values = (key, s) => key == "x" ? OpCase.AwayFromZero(s) : null }.Check();
    }

    [Test]
    public void The_gradient_of_a_window_of_zeros_is_zero() =>
        new OpCase(g => g.Input("x", 1, 3, 4, 4).LpPool2d(2, 2)) { Values = (key, s) => key == "x" ? new double[s.Count] : null }.CheckRecipes();

    [Test]
    public void The_norm_of_a_large_map_is_that_of_all_its_elements()
    {
        var x = OpCase.Uniform(new Shape(1, 1, 70, 80), 1);
        var y = new Graph().Input("x", 1, 1, 70, 80).GlobalLpPool(3);
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = x }, y)[0][0],
            Is.EqualTo(Math.Cbrt(x.Sum(v => Math.Abs(v * v * v)))).Within(1e-6));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Maps_longer_than_one_loop_are_reduced(float norm)
    {
        new OpCase(g => g.Input("x", 1, 2, 1, 70000).GlobalLpPool(norm)).CheckRecipes();
        Assert.That(() => new Graph().Input("x", 1, 2, 1, 70000).GlobalLpPool(norm + 2),
            Throws.TypeOf<ShapeException>().With.Message.Contains("1x1 bins of 1x70000"));
    }

    // Of PyTorch 1.13 for dy = 1, 2, 3, 4.
    private static readonly TestCaseData[] Signed =
    [
        new TestCaseData(1f, new double[] { 0, 10, -5, -4 }, new double[] { 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4 }),
        new TestCaseData(3f, new[] { 3.780, 6.249, double.NaN, double.NaN },
            (double[])[0.070, 0.280, 0.461, 0, 1.120, 1.750, 1.844, 0.051, .. Enumerable.Repeat(double.NaN, 8)]),
    ];

    [TestCaseSource(nameof(Signed))]
    public void Odd_norms_keep_signs_where_PyTorchs_are_asked_for(float norm, double[] expected, double[] gradient)
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 1, 4, 4);
        var y = x.LpPool2d(norm, 2);
        var values = new Dictionary<string, double[]>
        {
            ["x"] = [1, -2, 3, 0, -4, 5, 6, 1, -2, -2, -2, -2, 0, -1, 0, 0],
            ["dy"] = [1, 2, 3, 4],
        };
        var results = Oracle.Run(values, y, Autodiff.Gradients(y * graph.Input("dy", 1, 1, 2, 2), [x])[0]);
        Assert.That(results[0], Is.EqualTo(expected).Within(1e-3));
        Assert.That(results[1], Is.EqualTo(gradient).Within(1e-3));
    }

    [Test]
    public void Signed_norms_match_in_every_recipe_and_gradient()
    {
        foreach (var (norm, ceil) in new[] { (3f, false), (3f, true), (2f, true), (1f, true) })
        {
            new OpCase(g => g.Input("x", 1, 3, 5, 5).LpPool2d(norm, 2, 2, ceil))
            {
                Values = (key, s) => key == "x" ? [.. OpCase.Uniform(s, 2).Select(v => Math.Abs(v) + 0.2)] : null,
            }.Check();
        }
        var zeros = new Graph();
        var x = zeros.Input("x", 1, 1, 3, 3);
        var results = Oracle.Run(new Dictionary<string, double[]> { ["x"] = new double[9] }, Autodiff.Gradients(x.LpPool2d(2, 2, 2, true), [x])[0]);
        Assert.That(results[0], Is.All.Zero, "the gradient of windows of zeros");
    }

    [TestCase(0.5f)]
    [TestCase(float.PositiveInfinity)]
    public void Other_norms_are_refused(float norm) =>
        Assert.That(() => new Graph().Input("x", 1, 1, 5, 5).LpPool2d(norm, 2), Throws.TypeOf<ShapeException>().With.Message.Contains("at least 1"));

    private sealed class Formula : Reference<LpPool2dOp>
    {
        protected override double[] Compute(LpPool2dOp op, Node node, double[][] x) =>
            [.. PoolTaps.Of(op.Window, node.Inputs[0].Shape, node.Shape)
                .Select(o => Math.Pow(o.Inside.Sum(t => Math.Pow(Math.Abs(x[0][t.Index]), op.Norm)), 1 / (double)op.Norm))];
    }

    private sealed class GradFormula : Reference<LpPool2dGradOp>
    {
        protected override double[] Compute(LpPool2dGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            foreach (var o in PoolTaps.Of(op.Window, node.Shape, node.Inputs[1].Shape))
            {
                var norm = x[1][o.Output];
                foreach (var (i, _, _) in o.Inside)
                    dx[i] += x[2][o.Output] * (norm == 0 ? 0 : Elementwise.Sign(x[0][i]) * Math.Pow(Math.Abs(x[0][i]) / norm, op.Norm - 1));
            }
            return dx;
        }
    }
}
