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
            foreach (var o in PoolTaps.Of(op.Window, node.Shape, node.Inputs[1].Shape).Where(o => x[1][o.Output] != 0))
            {
                foreach (var (i, _, _) in o.Inside)
                    dx[i] += x[2][o.Output] * Elementwise.Sign(x[0][i]) * Math.Pow(Math.Abs(x[0][i]) / x[1][o.Output], op.Norm - 1);
            }
            return dx;
        }
    }
}
