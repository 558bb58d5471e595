// Limits to a range: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class ClampOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Clamp_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Clamp(-1, 2), shape, -3, 3, [-1, 0.5, 2]);
        Elementwise.Check(x => x.Clamp(min: 0.5f), shape, -3, 3, [-1, 0.5, 2]);
        Elementwise.Check(x => x.Clamp(max: 0.5f), shape, -3, 3, [-1, 0.5, 2]);
    }

    [Test]
    public void Clamp_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Clamp(-1, 2), -1e4, 1e4, 2e-6, 1e-30);
        Elementwise.CheckAccuracy(x => x.Clamp(min: 0.5f), -1e4, 1e4, 2e-6, 1e-30);
        Elementwise.CheckAccuracy(x => x.Clamp(max: 0.5f), -1e4, 1e4, 2e-6, 1e-30);
    }

    [Test]
    public void The_gradient_passes_at_the_bounds()
    {
        var graph = new Graph();
        var x = graph.Input("x", 5);
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = [-2, -1, 0, 1, 2] }, Autodiff.Gradients(x.Clamp(-1, 1), [x]))[0],
            Is.EqualTo(new double[] { 0, 1, 1, 1, 0 }));
    }

    [Test]
    public void Clamp_is_absorbed_as_a_clamp()
    {
        var y = new Graph().Input("x", 3).Clamp(-1, 2);
        Assert.That(y.Node.Op.Absorb(y.Node), Is.EqualTo(new Absorption(EpilogueParts.Clamp, 0, Min: -1, Max: 2)));
    }

    private sealed class Formula : Reference<ClampOp>
    {
        protected override double[] Compute(ClampOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Min(Math.Max(v, op.Min), op.Max))];
    }

    private sealed class GradFormula : Reference<ClampGradOp>
    {
        protected override double[] Compute(ClampGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => v >= op.Min && v <= op.Max ? dy : 0)];
    }
}
