// Piecewise logistic function: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class HardsigmoidOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Hardsigmoid_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Hardsigmoid(), shape, -5, 5, [-3, 3, -2.5, 2.5]);
        Elementwise.Check(x => x.Hardsigmoid(0.2f, 0.5f), shape, -5, 5, [-3, 3, -2.5, 2.5]);
    }

    [Test]
    public void Hardsigmoid_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Hardsigmoid(), -1e4, 1e4, 2e-6, 5e-7);
        Elementwise.CheckAccuracy(x => x.Hardsigmoid(0.2f, 0.5f), -1e4, 1e4, 2e-6, 5e-7);
    }

    private sealed class Formula : Reference<HardsigmoidOp>
    {
        protected override double[] Compute(HardsigmoidOp op, Node node, double[][] x) =>
            [.. x[0].Select(v => Math.Clamp(v * op.Alpha + op.Beta, 0, 1))];
    }

    private sealed class GradFormula : Reference<HardsigmoidGradOp>
    {
        protected override double[] Compute(HardsigmoidGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => v is > 0 and < 1 ? dy * op.Alpha : 0)];
    }
}
