// Draws values towards zero: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class ShrinkOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Shrink_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Shrink(1.5f, 0.25f), shape, -3, 3, [-1.5, -0.5, 0.5, 1.5]);
        Elementwise.Check(x => x.Hardshrink(), shape, -3, 3, [-1.5, -0.5, 0.5, 1.5]);
        Elementwise.Check(x => x.Softshrink(), shape, -3, 3, [-1.5, -0.5, 0.5, 1.5]);
    }

    [Test]
    public void Shrink_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Shrink(1.5f, 0.25f), -1e4, 1e4, 2e-6, 1e-30);
        Elementwise.CheckAccuracy(x => x.Hardshrink(), -1e4, 1e4, 2e-6, 1e-30);
        Elementwise.CheckAccuracy(x => x.Softshrink(), -1e4, 1e4, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<ShrinkOp>
    {
        protected override double[] Compute(ShrinkOp op, Node node, double[][] x) =>
            [.. x[0].Select(v => Math.Abs(v) <= op.Limit ? 0 : v < 0 ? v + op.Bias : v - op.Bias)];
    }

    private sealed class GradFormula : Reference<ShrinkGradOp>
    {
        protected override double[] Compute(ShrinkGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => Math.Abs(v) <= op.Limit ? 0 : dy)];
    }
}
